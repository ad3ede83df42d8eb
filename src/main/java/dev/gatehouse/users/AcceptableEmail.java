package dev.gatehouse.users;

import dev.gatehouse.kernel.Refusal;

/** Which addresses people may choose themselves. Says the same whether or not they have an account. */
final class AcceptableEmail {
    private final RegistrationConfig config;

    AcceptableEmail(RegistrationConfig config) {
        this.config = config;
    }

    /** @throws Refusal {@code invalid_email} (422) */
    String canonical(String email) {
        return EmailAddress.canonical(email)
                .orElseThrow(() -> Refusal.invalid("email", "invalid_email", "This is not an e-mail address."));
    }

    /** @throws Refusal {@code email_domain_not_allowed} (422) */
    void requireAllowed(String canonical) {
        if (!config.allows(canonical)) {
            throw Refusal.invalid(
                    "email", "email_domain_not_allowed", "Addresses of this domain are not accepted here.");
        }
    }
}
