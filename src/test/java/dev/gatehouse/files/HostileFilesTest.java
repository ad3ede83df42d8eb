package dev.gatehouse.files;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Files that somebody made to do harm, and some that only look like it. */
@ExtendWith(GatehouseExtension.class)
@Tag("promise-14")
@Tag("defect-30")
class HostileFilesTest {
    private static final Charset LATIN = StandardCharsets.ISO_8859_1;
    private static final byte[] TEXT = "Plain text.".getBytes(StandardCharsets.UTF_8);
    private static final String XXE =
            "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>";
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /**
     * Something that somebody uploads.
     *
     * @param code of the refusal; {@code null} if it is to be taken
     */
    private record Upload(String what, String filename, int status, String code, Supplier<byte[]> content) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Upload> uploads() {
        return Stream.of(good(), names(), types(), texts(), archives(), documents(), pdfs())
                .flatMap(uploads -> uploads);
    }

    private static Stream<Upload> good() {
        return Stream.of(
                taken("a document", "a.docx", () -> Docx.saying("hello").bytes()),
                taken("a document without compression", "a.docx", () -> Docx.saying("hello")
                        .stored()
                        .bytes()),
                taken("a document whose template lies beside Word", "a.docx", () -> Docx.saying("hello")
                        .with(
                                "word/_rels/settings.xml.rels",
                                relationship("attachedTemplate", "file:///C:/Users/a/Normal.dotm"))
                        .bytes()),
                taken("a document with links", "a.docx", () -> Docx.saying("hello")
                        .with("word/_rels/document.xml.rels", relationship("hyperlink", "https://example.com/"))
                        .bytes()),
                taken("a PDF", "a.PDF", () -> Pdf.saying("hello")),
                taken("a PDF with a broken stream", "a.pdf", () -> Pdf.withStream("/Filter /FlateDecode", bytes("x"))),
                taken("a PDF that speaks of passwords", "a.pdf", () -> Pdf.withStream("", bytes("the word /Encrypt"))),
                taken("text", "a.txt", () -> TEXT),
                taken("text with a byte order mark", "a.txt", () -> bytes("\u00EF\u00BB\u00BFtext")),
                taken("text of one character", "a.txt", () -> bytes("x")),
                taken("markdown with HTML", "a.md", () -> bytes("# T\n<script>alert(1)</script>")),
                taken("a name in Persian", "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645.txt", () -> TEXT),
                taken("a name of 255 bytes", "\u00E4".repeat(125) + "x.txt", () -> TEXT),
                taken("a name with quotes and percents", "100%25 'sure'.txt", () -> TEXT),
                taken("a name with two extensions, of which the last is true", "report.docx.txt", () -> TEXT));
    }

    private static Stream<Upload> names() {
        return Stream.of(
                refused("a name that climbs", "../../x.txt", 422, "invalid_filename", () -> TEXT),
                refused("a name that is a path", "/etc/cron.d/x.txt", 422, "invalid_filename", () -> TEXT),
                refused("a path of Windows", "C:\\\\Windows\\\\x.txt", 422, "invalid_filename", () -> TEXT),
                refused("a name of 300 bytes", "x".repeat(296) + ".txt", 422, "invalid_filename", () -> TEXT),
                refused(
                        "a name of 256 bytes in UTF-8",
                        "\u00E4".repeat(126) + ".txt",
                        422,
                        "invalid_filename",
                        () -> TEXT),
                refused("a name that reads backwards", "a\u202Etxt.exe.txt", 422, "invalid_filename", () -> TEXT),
                refused("a name with an isolated direction", "a\u2066b.txt", 422, "invalid_filename", () -> TEXT),
                refused("a name with an invisible letter", "a\u200Bb.txt", 422, "invalid_filename", () -> TEXT),
                refused("a name with an invisible tag", "a\uDB40\uDC41.txt", 422, "invalid_filename", () -> TEXT),
                refused("a name with a control character", "a\u0085b.txt", 422, "invalid_filename", () -> TEXT),
                refused("a name with a line break for terminals", "a\u2028b.txt", 422, "invalid_filename", () -> TEXT),
                refused("no name", "", 422, "invalid_filename", () -> TEXT),
                refused("a blank name", "   ", 422, "invalid_filename", () -> TEXT));
    }

    private static Stream<Upload> types() {
        return Stream.of(
                refused("a program", "a.exe", 415, "unsupported_file_type", () -> bytes("MZ\0\0")),
                refused("a program behind another extension", "a.pdf.exe", 415, "unsupported_file_type", () -> TEXT),
                refused(
                        "an extension followed by a blank and a dot",
                        "a.txt.",
                        415,
                        "unsupported_file_type",
                        () -> TEXT),
                refused("no extension", "README", 415, "unsupported_file_type", () -> TEXT),
                refused("nothing but an extension", ".txt", 415, "unsupported_file_type", () -> TEXT),
                refused("a page", "a.html", 415, "unsupported_file_type", () -> TEXT),
                refused("a picture that runs", "a.svg", 415, "unsupported_file_type", () -> TEXT),
                refused("a document that may have macros", "a.docm", 415, "unsupported_file_type", () -> TEXT),
                refused("an old document", "a.doc", 415, "unsupported_file_type", () -> TEXT),
                refused("a program called a PDF", "a.pdf", 415, "content_mismatch", () -> bytes("MZ\0\0")),
                refused("text called a PDF", "a.pdf", 415, "content_mismatch", () -> TEXT),
                refused("text called a document", "a.docx", 415, "content_mismatch", () -> TEXT),
                refused("a PDF called a document", "a.docx", 415, "content_mismatch", () -> Pdf.saying("x")),
                refused("a PDF called text", "a.txt", 415, "content_mismatch", () -> bytes("%PDF-1.7\n%%EOF")),
                refused("a document called a PDF", "a.pdf", 415, "content_mismatch", () -> Docx.saying("x")
                        .bytes()),
                refused("a document called text", "a.md", 415, "content_mismatch", () -> Docx.saying("x")
                        .bytes()));
    }

    private static Stream<Upload> texts() {
        return Stream.of(
                refused("nothing", "a.txt", 422, "file_empty", () -> new byte[0]),
                refused("no PDF at all", "a.pdf", 422, "file_empty", () -> new byte[0]),
                refused("text with a NUL", "a.txt", 415, "content_mismatch", () -> bytes("a\0b")),
                refused("text in Latin-1", "a.txt", 415, "content_mismatch", () -> bytes("\u00E4\u00F6")),
                refused("text in UTF-16", "a.txt", 415, "content_mismatch", () -> "text"
                        .getBytes(StandardCharsets.UTF_16)),
                refused("text cut in the middle of a letter", "a.txt", 415, "content_mismatch", () -> bytes("a\u00C3")),
                refused("overlong UTF-8", "a.txt", 415, "content_mismatch", () -> bytes("\u00C0\u00AF")),
                refused(
                        "half a surrogate pair in UTF-8",
                        "a.txt",
                        415,
                        "content_mismatch",
                        () -> bytes("\u00ED\u00A0\u0080")),
                refused("a picture that is also text", "a.txt", 415, "content_mismatch", () -> bytes("GIF89a=1;//")),
                refused("rich text", "a.txt", 415, "content_mismatch", () -> bytes("{\\rtf1 \\object}")),
                refused(
                        "a program for printers",
                        "a.txt",
                        415,
                        "content_mismatch",
                        () -> bytes("%!PS\n(/etc/passwd) run")));
    }

    private static Stream<Upload> archives() {
        byte[] good = Docx.saying("hello").stored().bytes();
        return Stream.of(
                refused("an archive that ends early", "a.docx", 422, "file_damaged", () -> Arrays.copyOf(good, 300)),
                refused(
                        "an archive with something in front",
                        "a.docx",
                        422,
                        "file_damaged",
                        () -> join(bytes("PK\3\4 MZ"), good)),
                refused(
                        "an archive with something behind",
                        "a.docx",
                        422,
                        "file_damaged",
                        () -> join(good, bytes("x"))),
                refused("two archives in one", "a.docx", 422, "file_damaged", () -> join(good, good)),
                refused(
                        "a shell script before an archive",
                        "a.docx",
                        415,
                        "content_mismatch",
                        () -> join(bytes("#!/bin/sh\n"), good)),
                refused("a part that leads out", "a.docx", 422, "file_damaged", () -> Docx.saying("x")
                        .with("../../evil.xml", "<x/>")
                        .bytes()),
                refused("a part with an absolute name", "a.docx", 422, "file_damaged", () -> Docx.saying("x")
                        .with("/etc/x.xml", "<x/>")
                        .bytes()),
                refused("a part with a name of Windows", "a.docx", 422, "file_damaged", () -> Docx.saying("x")
                        .with("word\\\\x.xml", "<x/>")
                        .bytes()),
                refused("two parts of one name", "a.docx", 422, "file_damaged", () -> Docx.saying("x")
                        .with("WORD/DOCUMENT.XML", "<x/>")
                        .bytes()),
                refused(
                        "an encrypted part",
                        "a.docx",
                        422,
                        "file_encrypted",
                        () -> changed(good, directory(good) + 8, 1)),
                refused(
                        "a strange compression",
                        "a.docx",
                        422,
                        "file_damaged",
                        () -> changed(good, directory(good) + 10, 99)),
                refused("headers that disagree", "a.docx", 422, "file_damaged", () -> changed(good, 30, 'X')),
                refused(
                        "a wrong checksum",
                        "a.docx",
                        422,
                        "file_damaged",
                        () -> changed(good, directory(good) + 16, good[directory(good) + 16] ^ 1)),
                refused("parts that overlap", "a.docx", 422, "file_damaged", () -> overlapping(good)),
                refused("ten thousand parts", "a.docx", 422, "file_too_complex", HostileFilesTest::manyParts),
                refused("a bomb", "a.docx", 422, "file_too_complex", () -> Docx.saying("x")
                        .with("word/media/a.bin", new byte[40 << 20])
                        .bytes()),
                refused("a bomb of XML", "a.docx", 422, "file_too_complex", () -> Docx.saying("x")
                        .with("word/a.xml", spaces("<x>", 40 << 20))
                        .bytes()),
                refused("a part that is longer than it says", "a.docx", 422, "file_damaged", () -> understated()));
    }

    private static Stream<Upload> documents() {
        return Stream.of(
                refused("macros", "a.docx", 422, "file_has_macros", () -> Docx.saying("x")
                        .with("word/vbaProject.bin", TEXT)
                        .bytes()),
                refused("macros under another name", "a.docx", 422, "file_has_macros", () -> Docx.saying("x")
                        .with(
                                "[Content_Types].xml",
                                Docx.TYPES.replace(
                                        "</Types>",
                                        "<Override PartName=\"/word/a.bin\" ContentType=\"application/vnd.ms-office.vbaProject\"/></Types>"))
                        .bytes()),
                refused("a macro-enabled document by another name", "a.docx", 422, "file_has_macros", () -> Docx.saying(
                                "x")
                        .with(
                                "[Content_Types].xml",
                                Docx.TYPES.replace(
                                        "vnd.openxmlformats-officedocument.wordprocessingml.document.main",
                                        "vnd.ms-word.document.macroEnabled.main"))
                        .bytes()),
                refused("a control that runs", "a.docx", 422, "file_has_macros", () -> Docx.saying("x")
                        .with("word/activeX/activeX1.xml", "<x/>")
                        .bytes()),
                refused("a template from far away", "a.docx", 422, "file_has_macros", () -> Docx.saying("x")
                        .with(
                                "word/_rels/settings.xml.rels",
                                relationship("attachedTemplate", "https://evil.example/a.dotm"))
                        .bytes()),
                refused("a template from another machine", "a.docx", 422, "file_has_macros", () -> Docx.saying("x")
                        .with(
                                "word/_rels/settings.xml.rels",
                                relationship("attachedTemplate", "\\\\\\\\evil\\\\a.dotm"))
                        .bytes()),
                refused("an external entity", "a.docx", 422, "file_has_doctype", () -> Docx.saying("x")
                        .with("word/document.xml", XXE)
                        .bytes()),
                refused("an external entity in UTF-16", "a.docx", 422, "file_has_doctype", () -> Docx.saying("x")
                        .with(
                                "word/document.xml",
                                XXE.replace("?>", " encoding=\"UTF-16\"?>").getBytes(StandardCharsets.UTF_16))
                        .bytes()),
                refused("an external entity among the types", "a.docx", 422, "file_has_doctype", () -> Docx.saying("x")
                        .with("[Content_Types].xml", XXE)
                        .bytes()),
                refused("a billion laughs", "a.docx", 422, "file_has_doctype", () -> Docx.saying("x")
                        .with("word/styles.xml", laughs())
                        .bytes()),
                refused("a part that is not XML", "a.docx", 422, "file_damaged", () -> Docx.saying("x")
                        .with("word/styles.xml", "not XML")
                        .bytes()),
                refused("an endless comment", "a.docx", 422, "file_damaged", () -> Docx.saying("x")
                        .with("word/styles.xml", spaces("<!--", 1 << 20))
                        .bytes()),
                refused("an archive that is no document", "a.docx", 415, "content_mismatch", () -> new Docx()
                        .with("a.txt", "x")
                        .bytes()),
                refused("a spreadsheet", "a.docx", 415, "content_mismatch", () -> Docx.saying("x")
                        .with(
                                "[Content_Types].xml",
                                Docx.TYPES.replace("wordprocessingml.document", "spreadsheetml.sheet"))
                        .bytes()),
                refused("a document under a password", "a.docx", 422, "file_encrypted", () -> ole("EncryptedPackage")),
                refused("an old document by a new name", "a.docx", 415, "content_mismatch", () -> ole("WordDocument")));
    }

    private static Stream<Upload> pdfs() {
        byte[] good = Pdf.saying("hello");
        byte[] zeros = new byte[40 << 20];
        return Stream.of(
                refused(
                        "a PDF that ends early",
                        "a.pdf",
                        422,
                        "file_damaged",
                        () -> Arrays.copyOf(good, good.length - 30)),
                refused("a PDF that is only a header", "a.pdf", 422, "file_damaged", () -> bytes("%PDF-1.7\n")),
                refused(
                        "a PDF after something else",
                        "a.pdf",
                        415,
                        "content_mismatch",
                        () -> join(bytes("GIF89a"), good)),
                refused(
                        "a PDF that is also an archive",
                        "a.pdf",
                        422,
                        "file_damaged",
                        () -> join(good, Docx.saying("x").bytes())),
                refused(
                        "a PDF that is also a page",
                        "a.pdf",
                        422,
                        "file_damaged",
                        () -> join(good, bytes("<script>alert(1)</script>"))),
                refused(
                        "a PDF under a password",
                        "a.pdf",
                        422,
                        "file_encrypted",
                        () -> Pdf.withStream("", TEXT, "/Encrypt 9 0 R")),
                refused(
                        "a PDF under a password spelt oddly",
                        "a.pdf",
                        422,
                        "file_encrypted",
                        () -> Pdf.withStream("/Encr#79pt 9 0 R", TEXT)),
                refused(
                        "a bomb in a PDF",
                        "a.pdf",
                        422,
                        "file_too_complex",
                        () -> Pdf.withStream("/Filter /FlateDecode", Pdf.deflate(zeros))),
                refused(
                        "a bomb in a PDF spelt oddly",
                        "a.pdf",
                        422,
                        "file_too_complex",
                        () -> Pdf.withStream("/Filter /Fl#61teDecode", Pdf.deflate(zeros))),
                refused(
                        "a bomb inside a bomb in a PDF",
                        "a.pdf",
                        422,
                        "file_too_complex",
                        () -> Pdf.withStream("/Filter [/FlateDecode /FlateDecode]", Pdf.deflate(Pdf.deflate(zeros)))),
                refused(
                        "a PDF compressed many times over",
                        "a.pdf",
                        422,
                        "file_too_complex",
                        () -> Pdf.withStream(
                                "/Filter [/FlateDecode /FlateDecode /FlateDecode /FlateDecode]", Pdf.deflate(TEXT))),
                taken(
                        "a PDF of a hundred thousand false beginnings",
                        "a.pdf",
                        () -> Pdf.withStream(
                                "", "/FlateDecode stream\n".repeat(100_000).getBytes(LATIN))));
    }

    @ParameterizedTest
    @MethodSource("uploads")
    void everyFileIsAnsweredAsItDeserves(Upload upload, Given given, TestDatabase database) {
        var person = given.user().withRole("user").signedIn();
        byte[] content = upload.content().get();
        long start = System.nanoTime();

        Answer answer = person.api().upload("/api/v1/files/upload", upload.filename(), content);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).as("time").isLessThan(LONGEST);
        if (upload.code() == null) {
            answer.hasStatus(201);
            assertThat(person.api()
                            .bytes("/api/v1/files/download/" + answer.string("id"))
                            .body())
                    .isEqualTo(content);
        } else {
            answer.isProblem(upload.status(), upload.code());
            assertThat(answer.text()).as("no inside of the server").doesNotContain("Exception", "target", ".java");
            assertThat(person.api().get("/api/v1/files/list").json()).isEmpty();
            assertThat(leftBehind(database)).isEmpty();
        }
    }

    @Test
    void thereAreEnoughOfThem() {
        assertThat(uploads().filter(upload -> upload.code() != null)).hasSizeGreaterThanOrEqualTo(60);
    }

    /** Of other tests nothing is being received at this moment. */
    private static List<Object> leftBehind(TestDatabase database) {
        List<String> left = database.jdbi().withHandle(handle -> handle.createQuery("SELECT key::text FROM file_blobs")
                .mapTo(String.class)
                .list());
        Path incoming = Path.of("target", "files-" + System.getProperty("test.fork", "1"), "incoming");
        try (Stream<Path> drafts = Files.list(incoming)) {
            return Stream.<Object>concat(left.stream(), drafts).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Upload taken(String what, String filename, Supplier<byte[]> content) {
        return new Upload(what, filename, 201, null, content);
    }

    private static Upload refused(String what, String filename, int status, String code, Supplier<byte[]> content) {
        return new Upload(what, filename, status, code, content);
    }

    private static byte[] bytes(String latin) {
        return latin.getBytes(LATIN);
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static byte[] changed(byte[] bytes, int at, int value) {
        byte[] other = bytes.clone();
        other[at] = (byte) value;
        return other;
    }

    /** Where the table of contents begins. */
    private static int directory(byte[] zip) {
        return ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).getInt(zip.length - 6);
    }

    /** The second entry of the table points where the first one does. */
    private static byte[] overlapping(byte[] zip) {
        ByteBuffer bytes = ByteBuffer.wrap(zip.clone()).order(ByteOrder.LITTLE_ENDIAN);
        int first = directory(zip);
        int second = first + 46 + bytes.getShort(first + 28) + bytes.getShort(first + 30) + bytes.getShort(first + 32);
        bytes.putInt(second + 42, bytes.getInt(first + 42));
        return bytes.array();
    }

    /** The table says 10 where much more comes out. */
    private static byte[] understated() {
        byte[] zip =
                Docx.saying("x").with("word/media/a.bin", new byte[1 << 20]).bytes();
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int at = directory(zip);
        for (int i = 0; i < 3; i++) {
            at += 46 + bytes.getShort(at + 28) + bytes.getShort(at + 30) + bytes.getShort(at + 32);
        }
        bytes.putInt(at + 24, 10);
        return zip;
    }

    private static byte[] manyParts() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < 10_000; i++) {
                zip.putNextEntry(new ZipEntry("word/" + i + ".xml"));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] spaces(String before, int count) {
        byte[] bytes = new byte[before.length() + count];
        Arrays.fill(bytes, (byte) ' ');
        System.arraycopy(bytes(before), 0, bytes, 0, before.length());
        return bytes;
    }

    private static String laughs() {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a0 \"ha\">");
        for (int i = 1; i < 30; i++) {
            xml.append("<!ENTITY a")
                    .append(i)
                    .append(" \"")
                    .append(("&a" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        return xml + "]><x>&a29;</x>";
    }

    private static String relationship(String type, String target) {
        return "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                + "<Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
                + type
                + "\" Target=\"" + target + "\" TargetMode=\"External\"/></Relationships>";
    }

    private static byte[] ole(String stream) {
        byte[] file = new byte[2048];
        System.arraycopy(bytes("\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1"), 0, file, 0, 8);
        byte[] name = stream.getBytes(StandardCharsets.UTF_16LE);
        System.arraycopy(name, 0, file, 1024, name.length);
        return file;
    }
}
