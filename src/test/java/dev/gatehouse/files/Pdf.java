package dev.gatehouse.files;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/** Small PDFs as tests need them. */
final class Pdf {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Pdf() {
        text("""
                %PDF-1.7
                1 0 obj
                << /Type /Catalog /Pages 2 0 R >>
                endobj
                2 0 obj
                << /Type /Pages /Kids [3 0 R] /Count 1 >>
                endobj
                3 0 obj
                << /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>
                endobj
                """);
    }

    static byte[] saying(String words) {
        byte[] page = ("BT /F1 12 Tf 10 100 Td (" + words + ") Tj ET").getBytes(StandardCharsets.ISO_8859_1);
        return withStream("/Filter /FlateDecode", deflate(page));
    }

    static byte[] withStream(String dictionary, byte[] stream) {
        return withStream(dictionary, stream, "");
    }

    static byte[] withStream(String dictionary, byte[] stream, String trailer) {
        Pdf pdf = new Pdf();
        pdf.text("4 0 obj\n<< /Length " + stream.length + " " + dictionary + " >>\nstream\n");
        pdf.out.writeBytes(stream);
        pdf.text("\nendstream\nendobj\n");
        int xref = pdf.out.size();
        pdf.text("xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 5 /Root 1 0 R " + trailer + " >>\nstartxref\n"
                + xref + "\n%%EOF\n");
        return pdf.out.toByteArray();
    }

    static byte[] deflate(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        deflater.setInput(bytes);
        deflater.finish();
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        while (!deflater.finished()) {
            deflated.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return deflated.toByteArray();
    }

    private void text(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
