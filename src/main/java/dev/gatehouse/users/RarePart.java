package dev.gatehouse.users;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is special about a text that is looked for. The index of trigrams reads the list of each that it is asked for,
 * also of those that everybody has: of a name among a million alike it had better be asked for the rest.
 *
 * @param frequency the share of texts that have all of it, at most
 */
record RarePart(String text, double frequency) {
    private static final int LETTERS = 3;
    /** What more have is no help in finding one. */
    private static final double RARE = 0.02;
    /** A longer part finds hardly less than this one. */
    private static final int LONGEST = 8;

    /**
     * The surroundings of the rarest three letters, as far as they are rare as well; empty if all are common.
     *
     * @param known shares of the most common trigrams, in lower case; empty if nobody has counted, and then nothing is
     *     rare
     */
    static Optional<RarePart> of(String text, Map<String, Double> known) {
        double[] each = frequencies(text, known);
        int rarest = 0;
        for (int i = 1; i < each.length; i++) {
            rarest = each[i] < each[rarest] ? i : rarest;
        }
        if (known.isEmpty() || each.length == 0 || each[rarest] > RARE) {
            return Optional.empty();
        }
        int first = rarest;
        int last = rarest;
        while (last + 1 < each.length && each[last + 1] <= RARE && last + 1 - first + LETTERS <= LONGEST) {
            last++;
        }
        while (first > 0 && each[first - 1] <= RARE && last - first + 1 + LETTERS <= LONGEST) {
            first--;
        }
        return Optional.of(new RarePart(text.substring(first, last + LETTERS), each[rarest]));
    }

    /** Of the three letters that begin at each place; everybody's if they are not all of those that need no thought. */
    private static double[] frequencies(String text, Map<String, Double> known) {
        double[] each = new double[Math.max(0, text.length() - LETTERS + 1)];
        for (int i = 0; i < each.length; i++) {
            String trigram = text.substring(i, i + LETTERS);
            each[i] = trigram.chars().allMatch(RarePart::isPlain)
                    ? known.getOrDefault(trigram.toLowerCase(Locale.ROOT), 0.0)
                    : 1;
        }
        return each;
    }

    private static boolean isPlain(int letter) {
        return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
    }
}
