package dev.gatehouse.grants;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Holds all that his account holds, and signs in again whenever his session was ended and he still may. */
final class SignedInPerson implements Actor {
    private final Person person;
    private final Api nobody;
    private Api api;

    SignedInPerson(Person person, Api nobody) {
        this.person = person;
        this.nobody = nobody;
        this.api = person.api();
    }

    @Override
    public long user() {
        return person.id();
    }

    @Override
    public Set<String> held(Rights rights) {
        return rights.of(person.id());
    }

    @Override
    public Answer call(Function<Api, Answer> request) {
        Answer answer = request.apply(api);
        if (answer.status() == 401) {
            Answer session =
                    nobody.post("/api/v1/auth/login", Map.of("email", person.email(), "password", Given.PASSWORD));
            if (session.status() == 200) {
                api = nobody.withToken(session.string("access_token"));
                return request.apply(api);
            }
        }
        return answer;
    }
}
