package dev.gatehouse.search.embedding;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Splits text into the word pieces that BERT models without case know, as their reference tokenizer does. */
final class WordPiece {
    private static final int LONGEST_WORD = 100;
    private static final String INSIDE = "##";

    private final Map<String, Integer> vocabulary;
    private final int unknown;
    private final int begin;
    private final int end;

    WordPiece(Map<String, Integer> vocabulary) {
        this.vocabulary = Map.copyOf(vocabulary);
        this.unknown = vocabulary.get("[UNK]");
        this.begin = vocabulary.get("[CLS]");
        this.end = vocabulary.get("[SEP]");
    }

    /** Reads the vocabulary out of a {@code tokenizer.json} of Hugging Face. */
    static WordPiece parse(InputStream tokenizer) throws IOException {
        Map<String, Integer> vocabulary = new HashMap<>(60_000);
        try (JsonParser json = new JsonFactory().createParser(tokenizer)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.START_OBJECT && "vocab".equals(json.currentName())) {
                    while (json.nextToken() == JsonToken.FIELD_NAME) {
                        String piece = json.currentName();
                        vocabulary.put(piece, json.nextIntValue(-1));
                    }
                }
            }
        }
        return new WordPiece(vocabulary);
    }

    /** @param max how many ids at the most, the two that frame the text included */
    long[] ids(String text, int max) {
        Ids ids = new Ids(max);
        ids.add(begin);
        StringBuilder word = new StringBuilder();
        String normal = normalize(text, max);
        for (int i = 0; i < normal.length() && !ids.isFull(); ) {
            int c = normal.codePointAt(i);
            i += Character.charCount(c);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                addWord(word, ids);
            } else if (isPunctuation(c) || isIdeograph(c)) {
                addWord(word, ids);
                addWord(word.appendCodePoint(c), ids);
            } else {
                word.appendCodePoint(c);
            }
        }
        addWord(word, ids);
        return ids.endedWith(end);
    }

    private void addWord(StringBuilder word, Ids ids) {
        if (word.isEmpty()) {
            return;
        }
        String text = word.toString();
        word.setLength(0);
        if (text.codePointCount(0, text.length()) > LONGEST_WORD) {
            ids.add(unknown);
            return;
        }
        int mark = ids.count;
        for (int start = 0; start < text.length(); ) {
            int stop = text.length();
            Integer id = null;
            while (start < stop) {
                String piece = text.substring(start, stop);
                id = vocabulary.get(start == 0 ? piece : INSIDE + piece);
                if (id != null) {
                    break;
                }
                stop--;
            }
            if (id == null) {
                ids.count = mark;
                ids.add(unknown);
                return;
            }
            ids.add(id);
            start = stop;
        }
    }

    /** Lower case, no accents, no control characters. Text far behind what the model reads is left out. */
    private static String normalize(String text, int max) {
        String head = text.length() > max * 40 ? text.substring(0, max * 40) : text;
        StringBuilder clean = new StringBuilder(head.length());
        head.codePoints().forEach(c -> {
            if (c == '\t' || c == '\n' || c == '\r') {
                clean.append(' ');
            } else if (c != 0 && c != 0xFFFD && !isControl(c)) {
                clean.appendCodePoint(c);
            }
        });
        String lower = clean.toString().toLowerCase(Locale.ROOT);
        StringBuilder bare = new StringBuilder(lower.length());
        Normalizer.normalize(lower, Normalizer.Form.NFD)
                .codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .forEach(bare::appendCodePoint);
        return bare.toString();
    }

    private static boolean isControl(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.PRIVATE_USE
                || type == Character.SURROGATE
                || type == Character.UNASSIGNED;
    }

    private static boolean isPunctuation(int c) {
        if (c < 128) {
            return c > ' ' && !Character.isLetterOrDigit(c);
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    private static boolean isIdeograph(int c) {
        return (c >= 0x4E00 && c <= 0x9FFF)
                || (c >= 0x3400 && c <= 0x4DBF)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0x20000 && c <= 0x2CEAF)
                || (c >= 0x2F800 && c <= 0x2FA1F);
    }

    /** A list that takes so many and no more. */
    private static final class Ids {
        private final long[] values;
        private int count;

        Ids(int max) {
            this.values = new long[max];
        }

        void add(int id) {
            // The last place is kept for the end mark.
            if (!isFull()) {
                values[count++] = id;
            }
        }

        boolean isFull() {
            return count >= values.length - 1;
        }

        long[] endedWith(int id) {
            values[count++] = id;
            return Arrays.copyOf(values, count);
        }
    }
}
