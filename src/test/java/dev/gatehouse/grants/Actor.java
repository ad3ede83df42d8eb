package dev.gatehouse.grants;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import java.util.Set;
import java.util.function.Function;

/** Somebody who tries things: a person with a session, or whatever else can hold permissions of an account. */
interface Actor {
    /** Whose account it is. */
    long user();

    /** What he may use of what the account holds. */
    Set<String> held(Rights rights);

    /** Makes a call as he is now. */
    Answer call(Function<Api, Answer> request);
}
