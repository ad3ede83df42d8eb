package dev.gatehouse.users;

import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.kernel.Secret;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which passwords may be set, the same wherever one is: long ones that nobody guesses (NIST SP 800-63B-4, 3.1.1.2). No
 * rule asks for digits or signs; they make passwords worse.
 */
final class PasswordPolicy {
    private final PasswordsConfig config;
    private final String productName;
    private final PasswordStrength strength = new PasswordStrength();
    private final BreachCheck breaches;

    PasswordPolicy(PasswordsConfig config, String productName, BreachCheck breaches) {
        this.config = config;
        this.productName = productName;
        this.breaches = breaches;
    }

    /**
     * @param field of the request, to be named in the refusal
     * @throws Refusal 422 {@code password_too_short}, {@code password_too_long}, {@code password_too_personal}, {@code
     *     password_too_common} or {@code password_breached}, each with a {@code strength}
     */
    void require(Secret password, String field, PersonalWords about) {
        String text = Normalizer.normalize(password.reveal(), Normalizer.Form.NFC);
        int length = text.codePointCount(0, text.length());
        if (length > config.maxLength()) {
            throw Refusal.invalid(
                    field, "password_too_long", "A password has at most " + config.maxLength() + " characters.");
        }
        List<String> words = about.with(productName);
        PasswordStrength.Verdict verdict = strength.of(text, words);
        if (length < config.minLength()) {
            throw refused(
                    field,
                    "password_too_short",
                    "A password has at least " + config.minLength() + " characters.",
                    verdict);
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (words.stream().anyMatch(lower::contains)) {
            throw refused(
                    field,
                    "password_too_personal",
                    "A password must not contain your name, your e-mail address or the name of this service.",
                    verdict);
        }
        if (verdict.score() < config.minStrength()) {
            throw refused(field, "password_too_common", "This password is easy to guess.", verdict);
        }
        if (breaches.isBreached(text)) {
            throw refused(
                    field,
                    "password_breached",
                    "This password was found in a data breach elsewhere; attackers try such passwords first.",
                    verdict);
        }
    }

    private static Refusal refused(String field, String code, String detail, PasswordStrength.Verdict verdict) {
        return Refusal.invalid(field, code, detail)
                .with("strength", Map.of("score", verdict.score(), "hint", verdict.hint()));
    }
}
