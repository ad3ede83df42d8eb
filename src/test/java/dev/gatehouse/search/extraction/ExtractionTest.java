package dev.gatehouse.search.extraction;

import dev.gatehouse.search.extraction.ExtractionFailure.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Reading text out of what people upload, in a process of its own where a parser is needed. */
class ExtractionTest {
    private final Extraction extraction =
            new Extraction(new Extraction.Limits(Duration.ofSeconds(60), "64m", 20_000, 2));

    @Test
    void aPdfIsReadPageByPage() throws Exception {
        DocumentText text = extraction.read(DocumentKind.PDF, Samples.pdf("First things first.", "Second thoughts."));

        assertThat(text.truncated()).isFalse();
        assertThat(text.pages()).extracting(PageText::number).containsExactly(1, 2);
        assertThat(text.pages().get(0).text()).contains("First things first.");
        assertThat(text.pages().get(1).text()).contains("Second thoughts.").doesNotContain("First");
    }

    @Test
    void aPdfWithAPasswordSaysSo() throws Exception {
        byte[] pdf = Samples.encryptedPdf("secret");

        assertThat(reasonOf(DocumentKind.PDF, pdf)).isEqualTo(Reason.ENCRYPTED);
    }

    @Test
    void whatIsNoPdfIsMalformed() throws Exception {
        assertThat(reasonOf(DocumentKind.PDF, "%PDF-1.7 and nothing else".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Reason.MALFORMED);
        byte[] half = Samples.pdf("whole");
        assertThat(reasonOf(DocumentKind.DOCX, half)).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void aScannedPdfHasNoText() throws Exception {
        assertThat(extraction.read(DocumentKind.PDF, Samples.pdf("")).isBlank()).isTrue();
    }

    @Test
    @Tag("slow")
    void aPdfThatKeepsAParserBusyIsGivenUpInTime() throws Exception {
        Extraction impatient = new Extraction(new Extraction.Limits(Duration.ofSeconds(3), "256m", 500_000_000, 1));
        byte[] bomb = Samples.pdfBomb();
        assertThat(bomb.length).isLessThan(5 << 20);

        long begin = System.nanoTime();
        assertThatThrownBy(() -> impatient.read(DocumentKind.PDF, bomb))
                .isInstanceOfSatisfying(ExtractionFailure.class, failure -> assertThat(failure.reason())
                        .isIn(Reason.TOO_SLOW, Reason.TOO_COMPLEX));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void aWordDocumentIsReadAsAReaderSeesIt() throws Exception {
        byte[] docx = Samples.docxOf("<w:p><w:r><w:t>Agree</w:t></w:r><w:r><w:t>ment &amp; terms</w:t><w:tab/>"
                + "<w:delText>struck out</w:delText><w:instrText>HYPERLINK</w:instrText></w:r></w:p>"
                + "<mc:AlternateContent><mc:Choice><w:p><w:r><w:t>box</w:t></w:r></w:p></mc:Choice>"
                + "<mc:Fallback><w:p><w:r><w:t>box</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>"
                + "<w:p><w:r><w:t>Ende ü 日本</w:t></w:r></w:p>");

        DocumentText text = extraction.read(DocumentKind.DOCX, docx);

        assertThat(text.pages()).hasSize(1);
        assertThat(text.pages().get(0)).isEqualTo(new PageText(null, "Agreement & terms\t\n\nbox\n\nEnde ü 日本\n\n"));
    }

    @Test
    void aWordDocumentWithADoctypeIsRefused() {
        String bomb = "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]>"
                + "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r>"
                + "<w:t>&b;</w:t></w:r></w:p></w:body></w:document>";

        assertThat(reasonOf(DocumentKind.DOCX, Samples.zip(Map.of("word/document.xml", bomb))))
                .isEqualTo(Reason.MALFORMED);
    }

    @Test
    void macrosAndPasswordsAreRefused() {
        assertThat(reasonOf(DocumentKind.DOCX, Samples.zip(Map.of("word/vbaProject.bin", "x"))))
                .isEqualTo(Reason.MACROS);
        byte[] ole = Arrays.copyOf(new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0}, 512);
        assertThat(reasonOf(DocumentKind.DOCX, ole)).isEqualTo(Reason.ENCRYPTED);
    }

    @Test
    void aWordDocumentThatInflatesToTooMuchIsRefused() {
        byte[] bomb = Samples.zip(Map.of("word/media/zeros.bin", "\0".repeat(220 << 20)));
        assertThat(bomb.length).isLessThan(1 << 20);

        assertThat(reasonOf(DocumentKind.DOCX, bomb)).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void ofALongDocumentTheBeginningIsKept() throws Exception {
        DocumentText text = extraction.read(DocumentKind.DOCX, Samples.docx("x".repeat(30_000)));
        assertThat(text.truncated()).isTrue();
        assertThat(text.pages().get(0).text()).hasSize(20_000);

        DocumentText plain =
                extraction.read(DocumentKind.TEXT, "y".repeat(30_000).getBytes(StandardCharsets.UTF_8));
        assertThat(plain.truncated()).isTrue();
        assertThat(plain.pages().get(0).text()).hasSize(20_000);
    }

    @Test
    void textIsUtf8OrWhatItsMarkSays() throws Exception {
        assertThat(plain("grün".getBytes(StandardCharsets.UTF_8))).isEqualTo("grün");
        assertThat(plain("\uFEFFgrün".getBytes(StandardCharsets.UTF_8))).isEqualTo("grün");
        assertThat(plain("grün".getBytes(StandardCharsets.UTF_16))).isEqualTo("grün");
        assertThat(reasonOf(DocumentKind.TEXT, "grün".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo(Reason.MALFORMED);
    }

    @Test
    void theServiceBelievesNoLengthThatTheReadingProcessTells() throws IOException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        new Wire.Out(new DataOutputStream(sent));
        DataOutputStream out = new DataOutputStream(sent);
        out.writeByte(1);
        out.writeInt(1);
        out.writeInt(Integer.MAX_VALUE);

        assertThatThrownBy(() -> Wire.receive(new DataInputStream(new ByteArrayInputStream(sent.toByteArray())), 1000))
                .isInstanceOf(ExtractionFailure.class);
    }

    private String plain(byte[] bytes) throws Exception {
        return extraction.read(DocumentKind.TEXT, bytes).pages().get(0).text();
    }

    private Reason reasonOf(DocumentKind kind, byte[] bytes) {
        try {
            extraction.read(kind, bytes);
            return null;
        } catch (ExtractionFailure e) {
            return e.reason();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
