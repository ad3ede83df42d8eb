package dev.gatehouse.files.scanning;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a ClamAV daemon (clamd(8)) over TCP, each question on a connection of its own. */
public final class Clamd implements Scanner {
    private static final Pattern FOUND = Pattern.compile("stream: (.+) FOUND");
    private static final int CHUNK = 64 * 1024;
    private static final int LONGEST_REPLY = 4 * 1024;

    private final InetSocketAddress address;
    private final Duration timeout;

    /** @param timeout for connecting, and for every answer */
    public Clamd(String host, int port, Duration timeout) {
        this.address = InetSocketAddress.createUnresolved(host, port);
        this.timeout = timeout;
    }

    @Override
    public Verdict scan(InputStream bytes) {
        String reply = ask("zINSTREAM\0", out -> {
            DataOutputStream data = new DataOutputStream(out);
            byte[] chunk = new byte[CHUNK];
            for (int read = bytes.read(chunk); read >= 0; read = bytes.read(chunk)) {
                if (read > 0) {
                    data.writeInt(read);
                    data.write(chunk, 0, read);
                }
            }
            data.writeInt(0);
            data.flush();
        });
        Matcher found = FOUND.matcher(reply);
        if (found.matches()) {
            return Verdict.found(found.group(1));
        }
        if (reply.equals("stream: OK")) {
            return Verdict.CLEAN;
        }
        throw new ScannerAway("The scanner says: " + reply, null);
    }

    @Override
    public String version() {
        return ask("zVERSION\0", out -> {});
    }

    /** Writes what belongs to a question. */
    private interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    private String ask(String command, Body body) {
        try (Socket socket = new Socket()) {
            int millis = (int) timeout.toMillis();
            // Resolved each time: a container that was restarted has another address.
            socket.connect(new InetSocketAddress(address.getHostString(), address.getPort()), millis);
            socket.setSoTimeout(millis);
            OutputStream out = socket.getOutputStream();
            out.write(command.getBytes(StandardCharsets.US_ASCII));
            writeAll(body, out, socket);
            return reply(socket.getInputStream());
        } catch (IOException e) {
            throw new ScannerAway("The scanner at " + address + " does not answer: " + e.getMessage(), e);
        }
    }

    /** It may answer, and close, before it has heard all: what it says then is worth more than that it closed. */
    private static void writeAll(Body body, OutputStream out, Socket socket) throws IOException {
        try {
            body.writeTo(out);
        } catch (java.net.SocketException e) {
            if (socket.getInputStream().available() == 0) {
                throw e;
            }
        }
    }

    private static String reply(InputStream in) throws IOException {
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        for (int b = in.read(); b > 0 && reply.size() < LONGEST_REPLY; b = in.read()) {
            reply.write(b);
        }
        if (reply.size() == 0) {
            throw new IOException("it has hung up");
        }
        return reply.toString(StandardCharsets.UTF_8).strip();
    }
}
