package dev.gatehouse.http;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.testing.JarProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A large body is read in large pieces, on a connection that goes on as it was, and no buffer is lost. */
class LargePiecesTest {
    private static final int USUAL = 8192;
    /** Where only the first piece is read. */
    private static final String GIVES_UP = "/gives-up";

    private final ArrayByteBufferPool.Tracking buffers = new ArrayByteBufferPool.Tracking();
    private final Reader reader = new Reader();
    private final Server server = new Server(null, null, buffers);
    private final ServerConnector connector = new ServerConnector(server);

    /** Reads all of a body, and notes in what pieces it came. */
    private static final class Reader extends Handler.Abstract {
        private volatile byte[] body;
        private volatile int largestPiece;

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            int largest = 0;
            while (true) {
                Content.Chunk chunk = next(request);
                byte[] piece = new byte[chunk.remaining()];
                chunk.getByteBuffer().get(piece);
                chunk.release();
                all.write(piece);
                largest = Math.max(largest, piece.length);
                if (chunk.isLast() || Request.getPathInContext(request).equals(GIVES_UP)) {
                    break;
                }
            }
            body = all.toByteArray();
            largestPiece = largest;
            Content.Sink.write(response, true, "read", callback);
            return true;
        }

        private static Content.Chunk next(Request request) throws IOException {
            while (true) {
                Content.Chunk chunk = request.read();
                if (chunk != null) {
                    return chunk;
                }
                try (Blocker.Runnable more = Blocker.runnable()) {
                    request.demand(more);
                    more.block();
                }
            }
        }
    }

    @BeforeEach
    void start() throws Exception {
        connector.setName(Crowd.APPLICATION);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new BodyPace(reader, PatienceConfig.usual(), 4, new MetricRegistry()));
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void aLargeBodyIsReadInLargePiecesAndASmallOneAfterItInSmallOnes() throws IOException {
        byte[] large = bytes(4 << 20);
        byte[] small = bytes(40_000);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
            for (int i = 0; i < 2; i++) {
                send(socket, large, large.length);
                assertThat(Arrays.equals(reader.body, large)).isTrue();
                assertThat(reader.largestPiece).isGreaterThan(4 * USUAL).isLessThanOrEqualTo(LargePieces.SIZE);

                send(socket, small, small.length);
                assertThat(Arrays.equals(reader.body, small)).isTrue();
                assertThat(reader.largestPiece).isLessThanOrEqualTo(USUAL);
            }
        }
        expectNoBufferKept();
    }

    @Test
    void aLargeBodyThatComesInDropsIsTheSameInTheEnd() throws IOException {
        byte[] large = bytes(100_000);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
            socket.setTcpNoDelay(true);
            send(socket, large, 700);
        }
        assertThat(Arrays.equals(reader.body, large)).isTrue();
        expectNoBufferKept();
    }

    @Test
    void whoeverGivesUpInTheMiddleKeepsNoBuffer() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(head(GIVES_UP, 100_000));
            out.write(bytes(5_000));
            expectAnswer(socket);
        }
        expectNoBufferKept();
    }

    private void expectNoBufferKept() {
        JarProcess.await("the end of all buffers", () -> buffers.getLeaks().isEmpty());
    }

    private static byte[] head(String path, int length) {
        return ("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void send(Socket socket, byte[] body, int piece) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(head("/", body.length));
        for (int sent = 0; sent < body.length; sent += piece) {
            out.write(body, sent, Math.min(piece, body.length - sent));
        }
        expectAnswer(socket);
    }

    private static void expectAnswer(Socket socket) throws IOException {
        String answer = "";
        while (!answer.endsWith("read")) {
            int b = socket.getInputStream().read();
            assertThat(b).as("still open").isNotNegative();
            answer += (char) b;
        }
        assertThat(answer).startsWith("HTTP/1.1 200");
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }
}
