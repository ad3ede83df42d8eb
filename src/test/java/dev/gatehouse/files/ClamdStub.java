package dev.gatehouse.files;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Speaks the protocol of clamd on the loopback interface, and finds EICAR's test file in plain bytes. */
final class ClamdStub implements AutoCloseable {
    private static final String EICAR = "EICAR-STANDARD-ANTIVIRUS-TEST-FILE";

    private final ServerSocket server;
    private final AtomicInteger scans = new AtomicInteger();
    private volatile String version = "ClamAV 1.0.0/1/then";
    private volatile String refusal;

    /** @param port 0 for any that is free */
    ClamdStub(int port) {
        try {
            this.server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "clamd-stub");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    /** How often it was asked. */
    int scans() {
        return scans.get();
    }

    /** It has learnt something. */
    void hasVersion(String other) {
        version = other;
    }

    /** @param reply in place of a verdict; {@code null} to give one again */
    void answers(String reply) {
        refusal = reply;
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                answer(new DataInputStream(socket.getInputStream()), socket.getOutputStream());
            } catch (IOException closed) {
                // Whoever hung up does not wait for an answer.
            }
        }
    }

    private void answer(DataInputStream in, OutputStream out) throws IOException {
        StringBuilder command = new StringBuilder();
        for (int c = in.read(); c > 0; c = in.read()) {
            command.append((char) c);
        }
        String reply = command.toString().equals("zVERSION") ? version : verdict(in);
        out.write((reply + "\0").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private String verdict(DataInputStream in) throws IOException {
        scans.incrementAndGet();
        StringBuilder content = new StringBuilder();
        for (int length = in.readInt(); length > 0; length = in.readInt()) {
            content.append(new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
        }
        if (refusal != null) {
            return refusal;
        }
        return content.indexOf(EICAR) >= 0 ? "stream: Eicar-Test-Signature FOUND" : "stream: OK";
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
