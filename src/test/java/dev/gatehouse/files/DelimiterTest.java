package dev.gatehouse.files;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import static org.assertj.core.api.Assertions.assertThat;

/** The search for the end of a part finds what a search that looks everywhere finds. */
class DelimiterTest {
    @Property(tries = 20_000)
    void theFirstOneIsFound(
            @ForAll("boundaries") String boundary,
            @ForAll("texts") String text,
            @ForAll @IntRange(max = 60) int from,
            @ForAll @IntRange(max = 60) int less) {
        int to = Math.max(0, text.length() - less);
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);

        int found = new Delimiter(boundary).find(bytes, from, to);

        assertThat(found).isEqualTo(text.substring(0, to).indexOf("\n--" + boundary, from));
    }

    @Property(tries = 2_000)
    void anyBytesMaySurroundIt(@ForAll("boundaries") String boundary, @ForAll byte[] before, @ForAll byte[] after) {
        String text = new String(before, StandardCharsets.ISO_8859_1)
                + "\n--" + boundary
                + new String(after, StandardCharsets.ISO_8859_1);
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);

        assertThat(new Delimiter(boundary).find(bytes, 0, bytes.length)).isEqualTo(text.indexOf("\n--" + boundary));
    }

    /** Of few letters, so that much looks like a boundary, and boundaries look like themselves. */
    @Provide
    Arbitrary<String> boundaries() {
        return Arbitraries.strings().withChars("-ab").ofMinLength(1).ofMaxLength(12);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> pieces =
                Arbitraries.of("\n--", "\n", "\r\n", "-", "--", "a", "b", "ab", "aa", "\n--a", "\n--ab", "\n---", "x");
        return pieces.list().ofMaxSize(40).map(some -> String.join("", some));
    }
}
