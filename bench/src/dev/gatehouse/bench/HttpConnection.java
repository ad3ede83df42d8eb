package dev.gatehouse.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A keep-alive connection by hand: on a small machine a real HTTP client would take the CPU that the service needs. */
final class HttpConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 60_000;

    private final int port;
    private final byte[] line = new byte[16 * 1024];
    private Socket socket;
    private InputStream in;

    HttpConnection(int port) {
        this.port = port;
    }

    /** Sends one request and reads its answer to the end. */
    Reply exchange(Request request) throws IOException {
        if (socket == null) {
            connect();
        }
        boolean whole = false;
        try {
            socket.getOutputStream().write(request.bytes());
            Reply reply = read();
            whole = true;
            return reply;
        } finally {
            if (!whole) {
                close();
            }
        }
    }

    @Override
    public void close() {
        Socket closing = socket;
        socket = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (IOException e) {
                // Nothing more was wanted of it.
            }
        }
    }

    private void connect() throws IOException {
        Socket fresh = new Socket();
        fresh.setTcpNoDelay(true);
        fresh.setSoTimeout(TIMEOUT_MILLIS);
        fresh.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
        socket = fresh;
        in = new BufferedInputStream(fresh.getInputStream(), 64 * 1024);
    }

    private Reply read() throws IOException {
        int status = Integer.parseInt(readLine().split(" ", 3)[1]);
        int length = 0;
        boolean chunked = false;
        boolean closing = false;
        String link = null;
        String tag = null;
        for (String header = readLine(); !header.isEmpty(); header = readLine()) {
            int colon = header.indexOf(':');
            String value = header.substring(colon + 1).strip();
            switch (header.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "content-length" -> length = Integer.parseInt(value);
                case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
                case "connection" -> closing = value.equalsIgnoreCase("close");
                case "link" -> link = value;
                case "etag" -> tag = value;
                default -> {}
            }
        }
        byte[] body = chunked ? readChunks() : readExactly(length);
        if (closing) {
            close();
        }
        return new Reply(status, link, tag, body);
    }

    private byte[] readChunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(16 * 1024);
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.write(readExactly(size));
            readLine();
        }
        while (!readLine().isEmpty()) {
            // Trailers say nothing that is measured here.
        }
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(readLine().split(";", 2)[0].strip(), 16);
    }

    private byte[] readExactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the connection ended inside a body");
        }
        return bytes;
    }

    private String readLine() throws IOException {
        int length = 0;
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection ended inside a header");
            }
            line[length++] = (byte) b;
        }
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        return new String(line, 0, end, StandardCharsets.ISO_8859_1);
    }
}
