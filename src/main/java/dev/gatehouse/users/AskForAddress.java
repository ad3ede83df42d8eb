package dev.gatehouse.users;

import dev.gatehouse.db.Database;
import dev.gatehouse.http.Origin;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.limits.Captcha;
import java.time.Clock;

/**
 * Takes what people ask without being signed in: an account, another link. Checks only what says nothing about who has
 * an account, then writes one row; {@link AccountRequests} sees to it later.
 */
final class AskForAddress {
    private final Database db;
    private final Clock clock;
    private final RegistrationConfig config;
    private final AcceptableEmail acceptable;
    private final NewPasswords passwords;
    private final Captcha captcha;

    AskForAddress(
            Database db,
            Clock clock,
            RegistrationConfig config,
            AcceptableEmail acceptable,
            NewPasswords passwords,
            Captcha captcha) {
        this.captcha = captcha;
        this.db = db;
        this.clock = clock;
        this.config = config;
        this.acceptable = acceptable;
        this.passwords = passwords;
    }

    /**
     * @throws Refusal 403 {@code registration_disabled}; 422 {@code captcha_required}, {@code captcha_failed}, {@code invalid_email}, {@code email_domain_not_allowed} or
     *     what is wrong with the password; 503 if too many passwords are being hashed
     */
    void account(NewRegistration wanted, Origin origin) {
        if (!config.enabled()) {
            throw Refusal.forbidden("registration_disabled", "Accounts are made by administrators here.");
        }
        captcha.require(wanted.captchaToken(), "register", origin);
        String email = acceptable.canonical(wanted.email());
        acceptable.requireAllowed(email);
        passwords.requireAcceptable(
                wanted.password(), "password", PersonalWords.of(email, wanted.firstName(), wanted.lastName()));
        String hash = passwords.hash(wanted.password());
        write(AccountRequest.registration(email, hash, wanted.profile(), origin, clock.instant()));
    }

    /** @throws Refusal 422 {@code invalid_email} */
    void verification(String email, String captchaToken, Origin origin) {
        captcha.require(captchaToken, "register", origin);
        about(AccountRequest.Kind.VERIFICATION, email, origin);
    }

    /**
     * @return the address as it was understood
     * @throws Refusal 422 {@code invalid_email}
     */
    String passwordReset(String email, String captchaToken, Origin origin) {
        captcha.require(captchaToken, "reset", origin);
        return about(AccountRequest.Kind.PASSWORD_RESET, email, origin);
    }

    private String about(AccountRequest.Kind kind, String email, Origin origin) {
        String canonical = acceptable.canonical(email);
        write(AccountRequest.about(kind, canonical, origin, clock.instant()));
        return canonical;
    }

    private void write(AccountRequest request) {
        db.with(AccountRequestDao.class, dao -> {
            dao.insert(request);
            return null;
        });
    }
}
