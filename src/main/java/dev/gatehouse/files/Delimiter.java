package dev.gatehouse.files;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds where a part of a multipart body ends: at a line that begins with two hyphens and the boundary. Goes through the
 * bytes in steps as long as that where they allow it (Horspool); and whatever somebody fills a file with, none is looked
 * at more than a few times, because nothing more is compared unless there is a line feed, and it has only one.
 */
final class Delimiter {
    private static final int BYTES = 256;

    private final byte[] pattern;
    /** How far its end must at least be from where it was expected, by what stands there: 0 if it may be just there. */
    private final int[] steps = new int[BYTES];

    private final int stepFromEnd;

    Delimiter(String boundary) {
        this.pattern = ("\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
        int last = pattern.length - 1;
        Arrays.fill(steps, pattern.length);
        for (int i = 0; i < last; i++) {
            steps[pattern[i] & 0xFF] = last - i;
        }
        this.stepFromEnd = steps[pattern[last] & 0xFF];
        steps[pattern[last] & 0xFF] = 0;
    }

    /** From the line feed before it to the last byte of the boundary. */
    int length() {
        return pattern.length;
    }

    /** @return where the line feed of the first one between the two places is, or -1 */
    int find(byte[] bytes, int from, int to) {
        int longest = pattern.length;
        int i = from;
        while (i + longest <= to) {
            int step = steps[bytes[i + longest - 1] & 0xFF];
            if (step == longest) {
                // Usual, and known by the processor before it has read the byte.
                i += longest;
            } else if (step > 0) {
                i += step;
            } else if (isAt(bytes, i)) {
                return i;
            } else {
                i += stepFromEnd;
            }
        }
        return -1;
    }

    private boolean isAt(byte[] bytes, int i) {
        return bytes[i] == '\n' && Arrays.equals(bytes, i, i + pattern.length, pattern, 0, pattern.length);
    }
}
