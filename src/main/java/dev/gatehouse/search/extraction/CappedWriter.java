package dev.gatehouse.search.extraction;

import java.io.Writer;

/** Collects the text of a page and stops whoever writes more characters, over all pages, than are wanted. */
final class CappedWriter extends Writer {
    private final StringBuilder text = new StringBuilder();
    private int left;

    CappedWriter(int maxChars) {
        this.left = maxChars;
    }

    @Override
    public void write(char[] chars, int offset, int length) throws TextSink.EnoughText {
        text.append(chars, offset, Math.min(length, left));
        left -= length;
        if (left < 0) {
            left = 0;
            throw new TextSink.EnoughText();
        }
    }

    /** What was written since the last call. */
    String take() {
        String page = text.toString();
        text.setLength(0);
        return page;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
