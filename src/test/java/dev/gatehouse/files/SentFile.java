package dev.gatehouse.files;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One file as an upload, sent with as little work as a client can have: the kernel copies it from the page cache into
 * the socket, so that what is measured is the service.
 */
final class SentFile {
    /** As long as those of browsers and curl: who searches for it may go in steps of that length. */
    private static final String BOUNDARY = "------------------------d74496d66958873e";

    private static final String END = "\r\n--" + BOUNDARY + "--\r\n";
    private static final int MOST_OF_AN_ANSWER = 8192;

    private final Path file;
    private final long size;
    private final int port;
    private final String head;

    SentFile(Path file, int port, String token) throws IOException {
        this.file = file;
        this.size = Files.size(file);
        this.port = port;
        String part = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n";
        this.head = "POST /api/v1/files/upload?index=false HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Authorization: Bearer " + token + "\r\nContent-Type: multipart/form-data; boundary=" + BOUNDARY
                + "\r\nContent-Length: " + (part.length() + size + END.length()) + "\r\n\r\n" + part;
    }

    /** @return the status of the answer */
    int send() throws IOException {
        try (SocketChannel socket = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                FileChannel source = FileChannel.open(file, StandardOpenOption.READ)) {
            write(socket, head);
            for (long sent = 0; sent < size; ) {
                sent += source.transferTo(sent, size - sent, socket);
            }
            write(socket, END);
            return status(socket);
        }
    }

    private static void write(SocketChannel socket, String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    private static int status(SocketChannel socket) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(MOST_OF_AN_ANSWER);
        while (socket.read(answer) >= 0 && answer.hasRemaining()) {
            // To its end: the connection is closed then.
        }
        String text = StandardCharsets.US_ASCII.decode(answer.flip()).toString();
        return Integer.parseInt(text.split(" ", 3)[1]);
    }
}
