package dev.gatehouse.db.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which port to listen on: the asked one, the one of the last time, or any free one. */
final class Port {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final Path file;
    private final int asked;

    Port(Path folder, int asked) {
        this.file = folder.resolve("port");
        this.asked = asked;
    }

    boolean isFixed() {
        return asked != 0;
    }

    boolean accepts(int running) {
        return asked == 0 || asked == running;
    }

    int choose() {
        if (isFixed()) {
            return asked;
        }
        int last = last();
        return last != 0 && bind(last) == last ? last : bind(0);
    }

    /** So that a person's open psql or bookmark works after a restart too. */
    void remember(int port) {
        try {
            if (last() != port) {
                Files.writeString(file, Integer.toString(port));
            }
        } catch (IOException e) {
            throw EmbeddedPostgresException.of("The port of the embedded database cannot be written down", e);
        }
    }

    private int last() {
        try {
            int port = Integer.parseInt(Files.readString(file).strip());
            return port > 0 && port <= 65_535 ? port : 0;
        } catch (IOException | NumberFormatException e) {
            // None yet, or cut off by a crash: any other will do.
            return 0;
        }
    }

    /** 0 if it is taken. */
    private static int bind(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByAddress(LOOPBACK))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            return 0;
        }
    }
}
