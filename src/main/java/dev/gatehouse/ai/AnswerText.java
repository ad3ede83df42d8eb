package dev.gatehouse.ai;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * An answer on its way to whoever asked. It may have been dictated by a document, so it is text and nothing else: what a
 * browser or a Markdown viewer would make a link, an image or a tag of is broken up by a space, hidden characters are
 * left out, and so are marks of sources that there are none of. Works piece by piece and keeps nothing back but the
 * beginning of a mark.
 */
final class AnswerText {
    private static final int LONGEST_MARK = 24;

    private final IntPredicate isSource;
    private final boolean checksMarks;
    private final String secret;
    private final Consumer<String> reader;
    private final StringBuilder whole = new StringBuilder();
    private final StringBuilder mark = new StringBuilder();
    private final Set<Integer> used = new TreeSet<>();
    private StringBuilder piece = new StringBuilder();
    private boolean spaceDue;

    /**
     * @param sources how many there are; {@code null} if none were asked for, and brackets mean nothing
     * @param secret what must not be repeated: the code that marks quotations; {@code null} if there is none
     * @param reader hears each piece
     */
    AnswerText(Integer sources, String secret, Consumer<String> reader) {
        this.checksMarks = sources != null;
        this.isSource = n -> sources != null && n >= 1 && n <= sources;
        this.secret = secret;
        this.reader = reader;
    }

    /** The same for a text that is there already, whose marks mean nothing here. */
    static String inert(String text) {
        AnswerText answer = new AnswerText(0, null, piece -> {});
        answer.add(text);
        return answer.end();
    }

    void add(String delta) {
        delta.codePoints().filter(PlainText::isVisible).forEach(this::take);
        flush();
    }

    /** @return the whole answer */
    String end() {
        release();
        flush();
        return whole.toString();
    }

    String soFar() {
        return whole.toString();
    }

    /** Numbers of the sources that the answer names. */
    Set<Integer> used() {
        return used;
    }

    private void take(int c) {
        if (!checksMarks) {
            write(c);
        } else if (mark.isEmpty()) {
            if (c == '[') {
                mark.append('[');
            } else {
                write(c);
            }
        } else if (c == ']') {
            judgeMark();
        } else if ((Character.isDigit(c) || c == ',' || c == ' ') && c < 128 && mark.length() < LONGEST_MARK) {
            mark.append((char) c);
        } else {
            release();
            take(c);
        }
    }

    /** "[1, 7]" keeps what there is; "[]" and "[ ]" are no marks. */
    private void judgeMark() {
        String inside = mark.substring(1);
        mark.setLength(0);
        if (inside.chars().noneMatch(Character::isDigit)) {
            ("[" + inside + "]").codePoints().forEach(this::write);
            return;
        }
        for (String number : inside.split("[, ]+", -1)) {
            int n = number.isEmpty() || number.length() > 4 ? 0 : Integer.parseInt(number);
            if (isSource.test(n)) {
                used.add(n);
                ("[" + n + "]").codePoints().forEach(this::write);
            }
        }
    }

    private void release() {
        String held = mark.toString();
        mark.setLength(0);
        held.codePoints().forEach(this::write);
    }

    private void write(int c) {
        if (spaceDue && !Character.isWhitespace(c)) {
            put(' ');
        }
        spaceDue = false;
        if (wouldBegin(c)) {
            put(' ');
        }
        put(c);
        spaceDue = endsWith("://") || endsWith("www.") || endsWith("mailto:") || endsWith("script:");
    }

    /** The second character of a link's target, of a definition of one, or of a tag. */
    private boolean wouldBegin(int c) {
        return switch (last()) {
            case ']' -> c == '(' || c == ':';
            case '<' -> Character.isLetter(c) || c == '/' || c == '!' || c == '?';
            default -> false;
        };
    }

    private void put(int c) {
        piece.appendCodePoint(c);
        whole.appendCodePoint(c);
        if (secret != null && endsWith(secret)) {
            whole.setLength(whole.length() - secret.length());
            // Its beginning may have gone out already; all of it never does.
            piece.setLength(Math.max(0, piece.length() - secret.length()));
        }
    }

    private int last() {
        return whole.isEmpty() ? -1 : whole.charAt(whole.length() - 1);
    }

    private boolean endsWith(String text) {
        int from = whole.length() - text.length();
        if (from < 0) {
            return false;
        }
        return text.equals(secret)
                ? whole.indexOf(text, from) == from
                : whole.substring(from).equalsIgnoreCase(text);
    }

    private void flush() {
        if (!piece.isEmpty()) {
            String text = piece.toString();
            piece = new StringBuilder();
            reader.accept(text);
        }
    }
}
