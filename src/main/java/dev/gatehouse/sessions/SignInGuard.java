package dev.gatehouse.sessions;

import dev.gatehouse.http.Origin;
import dev.gatehouse.kernel.Sha256;
import dev.gatehouse.limits.Captcha;
import dev.gatehouse.limits.RateLimits;
import dev.gatehouse.limits.RateLimits.Charge;
import dev.gatehouse.users.EmailAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Limits how often passwords can be guessed: of an account from a network, from a network at all, and of an account from
 * everywhere together. What is counted is the guess and not its result, before the password is looked at, so that many
 * at once are no way around; a right password gives it back. Addresses without an account are counted alike.
 */
final class SignInGuard {
    private static final int DIGITS = 12;

    private final RateLimits limits;
    private final Captcha captcha;

    /**
     * One guess.
     *
     * @param allowed otherwise no password is right, and nobody is told
     */
    record Attempt(boolean allowed, List<Charge> charges, String account, String network) {}

    SignInGuard(RateLimits limits, Captcha captcha) {
        this.limits = limits;
        this.captcha = captcha;
    }

    /** @param device of the account, if the guess comes from one: it has a budget of its own */
    Attempt begin(String email, Origin origin, Optional<Device> device) {
        String account = account(email);
        String network = origin.network();
        List<Charge> charges = device.map(
                        known -> List.of(new Charge("sign-in-account-from-device", account + ":" + known.id())))
                .orElseGet(() -> List.of(
                        new Charge("sign-in-account-from-network", account + "@" + network),
                        new Charge("sign-in-account", account),
                        new Charge("sign-in-network", network)));
        return new Attempt(limits.allow(charges), charges, account, network);
    }

    /**
     * After some failures, of the account or from the network.
     *
     * @throws dev.gatehouse.kernel.Refusal as {@link Captcha#require}
     */
    void requireCaptchaIfDue(String email, String token, Origin origin) {
        if (captcha.isAsked()
                && (limits.isUsedUp(failures(account(email))) || limits.isUsedUp(failures(origin.network())))) {
            captcha.require(token, "login", origin);
        }
    }

    /** The password was right: it was no guess. */
    void right(Attempt attempt) {
        // What was tried with this account from here is forgotten; what this network tries with others is not.
        List<Charge> charges = attempt.charges();
        limits.forget(charges.subList(0, 1));
        if (charges.size() > 1) {
            limits.giveBack(charges.subList(1, charges.size()));
        }
        if (captcha.isAsked()) {
            limits.forget(List.of(failures(attempt.account())));
        }
    }

    void wrong(Attempt attempt) {
        if (captcha.isAsked()) {
            limits.allow(List.of(failures(attempt.account())));
            limits.allow(List.of(failures(attempt.network())));
        }
    }

    /** Nobody has looked at the password. */
    void notTried(Attempt attempt) {
        if (attempt.allowed()) {
            limits.giveBack(attempt.charges());
        }
    }

    private static Charge failures(String subject) {
        return new Charge("sign-in-before-captcha", subject);
    }

    /** In one spelling, and not readable where budgets are kept. */
    private static String account(String email) {
        byte[] digest = Sha256.of(EmailAddress.canonical(email).orElse(email));
        return HexFormat.of().formatHex(Arrays.copyOf(digest, DIGITS));
    }
}
