package dev.gatehouse.users;

import com.nulabinc.zxcvbn.Strength;
import com.nulabinc.zxcvbn.Zxcvbn;
import java.util.List;
import java.util.Locale;

/**
 * How many guesses a password withstands, by zxcvbn: it knows 30,000 common passwords, words, names, dates, keyboard
 * walks and how people disguise them.
 */
final class PasswordStrength {
    /** What comes later makes a password better, but would take long to look at: the search is quadratic and more. */
    private static final int LOOKED_AT = 40;

    private Zxcvbn zxcvbn;

    /**
     * @param score 0 (guessed at once) to 4 (not in years, by whoever has stolen the hash)
     * @param hint how to do better, for a person; empty if there is no need
     */
    record Verdict(int score, String hint) {}

    /** @param personal words that make it weaker for this very person */
    Verdict of(String password, List<String> personal) {
        String beginning = password.substring(
                0, password.offsetByCodePoints(0, Math.min(LOOKED_AT, password.codePointCount(0, password.length()))));
        Strength strength = zxcvbn().measure(beginning, personal);
        var feedback = strength.getFeedback();
        String warning = feedback.getWarning(Locale.ENGLISH);
        String advice = String.join(" ", feedback.getSuggestions(Locale.ENGLISH));
        return new Verdict(strength.getScore(), (warning.isEmpty() ? advice : warning + " " + advice).strip());
    }

    /** Its dictionaries take memory and time, so they wait for the first new password. */
    private synchronized Zxcvbn zxcvbn() {
        if (zxcvbn == null) {
            zxcvbn = new Zxcvbn();
        }
        return zxcvbn;
    }
}
