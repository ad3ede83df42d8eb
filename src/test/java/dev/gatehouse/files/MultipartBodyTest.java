package dev.gatehouse.files;

import dev.gatehouse.kernel.Refusal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The file comes out of a body byte by byte as it went in, however the body arrives and whatever is in the file. */
class MultipartBodyTest {
    private static final String BOUNDARY = "-a-ab";
    private static final String HEAD = "Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n";

    @Property(tries = 5_000)
    void anyFileInAnyPieces(
            @ForAll("texts") String file, @ForAll @Size(max = 20) List<@IntRange(min = 1, max = 40) Integer> pieces) {
        Assume.that(!("\n" + file).contains("\n--" + BOUNDARY));
        String body = "--" + BOUNDARY + "\r\n" + HEAD + file + "\r\n--" + BOUNDARY + "--\r\n";

        assertThat(read(body, pieces)).isEqualTo(file);
    }

    @Property(tries = 5_000)
    void theParserOfJettySeesTheSame(
            @ForAll("bodies") String body, @ForAll @Size(max = 20) List<@IntRange(min = 1, max = 40) Integer> pieces) {
        assertThat(read(body, pieces)).isEqualTo(readByJetty(body));
    }

    @Property(tries = 50)
    void aFileMayBeLongerThanWhatIsReadAtOnce(
            @ForAll @IntRange(min = 60_000, max = 140_000) int size,
            @ForAll @IntRange(min = 1_000, max = 70_000) int piece) {
        String file = "0123456789\r\n--".repeat(size / 14);
        String body = "--" + BOUNDARY + "\r\n" + HEAD + file + "\r\n--" + BOUNDARY + "--\r\n";

        assertThat(read(body, List.of(piece))).isEqualTo(file);
    }

    @Test
    void littleMayStandBesideTheFile() {
        String file = "--" + BOUNDARY + "\r\n" + HEAD + "x\r\n--" + BOUNDARY + "--\r\n";
        String much = "y".repeat(PartFrame.LONGEST) + "\r\n";

        assertThat(read("hello\r\n" + file + "bye", List.of())).isEqualTo("x");
        assertThat(read(much + file, List.of())).isNull();
        assertThat(read(file + much, List.of())).isNull();
    }

    @Test
    void whoeverTakesTheFileMayRefuseIt() {
        Refusal refusal = Refusal.invalid("file", "some_reason", "Not this one.");
        InputStream body = stream("--" + BOUNDARY + "\r\n" + HEAD, List.of());

        assertThatThrownBy(() -> MultipartBody.read(BOUNDARY, body, Duration.ofMinutes(1), name -> {
                    throw refusal;
                }))
                .isSameAs(refusal);
    }

    /** @return what is in the file; {@code null} if the body is refused */
    private static String read(String body, List<Integer> pieces) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            MultipartBody.read(BOUNDARY, stream(body, pieces), Duration.ofMinutes(1), name -> file);
            return file.toString(StandardCharsets.ISO_8859_1);
        } catch (Refusal e) {
            return null;
        }
    }

    /** Comes in pieces of these lengths, again and again. */
    private static InputStream stream(String body, List<Integer> pieces) {
        return new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1)) {
            private int turn;

            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                int piece = pieces.isEmpty() ? length : pieces.get(turn++ % pieces.size());
                return super.read(buffer, offset, Math.min(length, piece));
            }
        };
    }

    /** As one would read it who lets the parser look at everything. */
    private static String readByJetty(String body) {
        Whole whole = new Whole();
        MultiPart.Parser parser = new MultiPart.Parser(BOUNDARY, whole);
        parser.setMaxParts(2);
        parser.parse(Content.Chunk.from(ByteBuffer.wrap(body.getBytes(StandardCharsets.ISO_8859_1)), true));
        return whole.isOneFile() ? whole.content.toString() : null;
    }

    /** One part, with a file in it. */
    private static final class Whole implements MultiPart.Parser.Listener {
        private final StringBuilder content = new StringBuilder();
        private int parts;
        private boolean complete;
        private boolean named;

        @Override
        public void onPartHeader(String name, String value) {
            named = name.equals("Content-Disposition");
        }

        @Override
        public void onPartHeaders() {
            parts++;
        }

        @Override
        public void onPartContent(Content.Chunk chunk) {
            content.append(
                    StandardCharsets.ISO_8859_1.decode(chunk.getByteBuffer().duplicate()));
        }

        @Override
        public void onComplete() {
            complete = true;
        }

        private boolean isOneFile() {
            return complete && named && parts == 1;
        }
    }

    /** Full of what nearly ends the file. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> pieces = Arbitraries.of(
                "\r\n--" + BOUNDARY.substring(0, 3),
                "\r\n--",
                "\r\n",
                "\r",
                "\n",
                "-",
                "-a",
                "b",
                "\n---a-a",
                "\u00ff\u0000");
        return pieces.list().ofMaxSize(30).map(some -> String.join("", some));
    }

    /** Good ones, and such as somebody puts together who wants to be misunderstood. */
    @Provide
    Arbitrary<String> bodies() {
        String delimiter = "--" + BOUNDARY;
        Arbitrary<String> pieces = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.of(delimiter + "\r\n" + HEAD, "\r\n" + delimiter + "--")),
                Tuple.of(
                        2,
                        Arbitraries.of(
                                "\n" + delimiter,
                                delimiter,
                                "\r\n" + delimiter,
                                "\r\n",
                                "\n",
                                "\r",
                                "--",
                                HEAD,
                                " ",
                                "x")));
        return Arbitraries.of("", delimiter + "\r\n" + HEAD, "x\r\n" + delimiter + "\r\n" + HEAD)
                .flatMap(start -> pieces.list().ofMaxSize(6).map(some -> start + String.join("", some)));
    }
}
