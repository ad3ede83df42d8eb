package dev.gatehouse.users;

import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.kernel.Secret;

/** Takes new passwords: none is hashed that the policy refuses. */
final class NewPasswords {
    private final PasswordPolicy policy;
    private final Passwords passwords;
    private final KnownUsers users;

    NewPasswords(PasswordPolicy policy, Passwords passwords, KnownUsers users) {
        this.policy = policy;
        this.passwords = passwords;
        this.users = users;
    }

    /** @throws Refusal 422 as {@link PasswordPolicy#require} */
    void requireAcceptable(Secret password, String field, PersonalWords about) {
        policy.require(password, field, about);
    }

    /** As {@link #requireAcceptable(Secret, String, PersonalWords)}, for an account that exists. */
    void requireAcceptable(Secret password, String field, long userId) {
        policy.require(
                password,
                field,
                users.find(userId).map(known -> PersonalWords.of(known.user())).orElseGet(PersonalWords::ofNobody));
    }

    /** @throws Refusal {@code overloaded} (503) if too many passwords are being hashed */
    String hash(Secret password) {
        return passwords.hash(password);
    }
}
