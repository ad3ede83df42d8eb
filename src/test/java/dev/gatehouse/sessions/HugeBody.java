package dev.gatehouse.sessions;

import dev.gatehouse.testing.Gatehouse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends more than any server should read, and reads the answer while it does. */
final class HugeBody {
    private static final int CHUNK = 64 * 1024;
    private static final int CHUNKS = 20 * 1024 * 1024 / CHUNK;

    private HugeBody() {}

    /** @param announced whether the length is told in advance */
    static String post(Gatehouse gatehouse, String path, String type, boolean announced) {
        String start = type.endsWith("json") ? "{\"email\":\"a@example.com\",\"password\":\"" : "username=a&password=";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gatehouse.port())) {
            socket.setSoTimeout(10_000);
            Thread writer = new Thread(() -> write(socket, head(path, type, announced), start, announced));
            writer.setDaemon(true);
            writer.start();
            return read(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String head(String path, String type, boolean announced) {
        return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Type: " + type + "\r\n"
                + (announced ? "Content-Length: " + ((CHUNKS + 1L) * CHUNK) : "Transfer-Encoding: chunked")
                + "\r\n\r\n";
    }

    /** The server may close while this still writes; what counts is what it answered. */
    private static void write(Socket socket, String head, String start, boolean announced) {
        byte[] chunk = (start + "x".repeat(CHUNK - start.length())).getBytes(StandardCharsets.US_ASCII);
        byte[] next = "x".repeat(CHUNK).getBytes(StandardCharsets.US_ASCII);
        try {
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i <= CHUNKS; i++) {
                if (!announced) {
                    out.write((Integer.toHexString(CHUNK) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                }
                out.write(i == 0 ? chunk : next);
                if (!announced) {
                    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            // Closed by the server, as it may.
        }
    }

    private static String read(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[8192];
        int read;
        while (text.indexOf("\"request_id\"") < 0 && (read = in.read(buffer)) > 0) {
            text.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
        }
        return text.toString();
    }
}
