package dev.gatehouse.grants;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.Given.Person;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Holds of what its owner holds no more than it was given. */
final class ApiKeyOfPerson implements Actor {
    private final Person owner;
    private final Set<String> scope;
    private final Api api;

    ApiKeyOfPerson(Person owner, Api nobody, String... scope) {
        this.owner = owner;
        this.scope = Set.of(scope);
        String key = owner.api()
                .post("/api/v1/api-keys", Map.of("name", "walker", "permissions", List.of(scope)))
                .hasStatus(201)
                .string("key");
        this.api = nobody.with("X-API-Key", key);
    }

    @Override
    public long user() {
        return owner.id();
    }

    @Override
    public Set<String> held(Rights rights) {
        Set<String> held = new HashSet<>(rights.of(owner.id()));
        held.retainAll(scope);
        return held;
    }

    @Override
    public Answer call(Function<Api, Answer> request) {
        return request.apply(api);
    }
}
