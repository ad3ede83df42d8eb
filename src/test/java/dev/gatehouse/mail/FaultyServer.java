package dev.gatehouse.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** An SMTP server that answers as it is told, or not at all: what well-behaved servers never do to a test. */
final class FaultyServer implements AutoCloseable {
    private final ServerSocket socket;
    private final UnaryOperator<String> answers;
    private final AtomicInteger connections = new AtomicInteger();

    /**
     * @param port 0 for any
     * @param answers from the command to the answer; {@code null} for silence
     */
    private FaultyServer(int port, UnaryOperator<String> answers) {
        this.answers = answers;
        try {
            socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::accept, "faulty-smtp");
        thread.setDaemon(true);
        thread.start();
    }

    /** Answers politely, but {@code command} with {@code answer}. */
    static FaultyServer answering(String command, String answer) {
        return at(0, command, answer);
    }

    /** The same, at a port that somebody knows already. */
    static FaultyServer at(int port, String command, String answer) {
        return new FaultyServer(port, line -> line.startsWith(command) ? answer : polite(line));
    }

    private static String polite(String line) {
        if (line.isEmpty()) {
            return "220 faulty";
        }
        return line.startsWith("DATA") ? "354 go ahead" : line.startsWith("QUIT") ? "221 bye" : "250 fine";
    }

    int connections() {
        return connections.get();
    }

    Map<String, String> overrides() {
        return Map.of(
                "mail.type", "smtp",
                "mail.host", "127.0.0.1",
                "mail.port", Integer.toString(socket.getLocalPort()),
                "mail.security", "none",
                "mail.timeout", "300ms");
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                connections.incrementAndGet();
                Thread thread = new Thread(() -> converse(client), "faulty-smtp-client");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void converse(Socket client) {
        try (client) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
            String line = "";
            boolean data = false;
            while (line != null) {
                String answer = data && !line.equals(".") ? "" : data ? answers.apply("END") : answers.apply(line);
                data = data ? !line.equals(".") : line.startsWith("DATA") && answer != null && answer.startsWith("354");
                if (answer == null) {
                    Thread.sleep(60_000);
                } else if (!answer.isEmpty()) {
                    client.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
                }
                line = in.readLine();
            }
        } catch (IOException | InterruptedException e) {
            // The client has gone, or the test is over.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
