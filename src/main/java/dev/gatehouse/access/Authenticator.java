package dev.gatehouse.access;

import dev.gatehouse.http.Origin;
import dev.gatehouse.kernel.Refusal;

/** Knows one kind of credential. */
@FunctionalInterface
public interface Authenticator {
    /** @throws Refusal 401 for one that is not in force */
    Caller authenticate(String credential, Origin origin);
}
