package dev.gatehouse.ai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A provider of models on a socket of this machine, which says what a test wants it to say: well, badly, slowly, half or
 * not at all. Speaks both protocols, told apart by the path.
 */
public final class StubModel implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServerSocket socket;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile Script script = call -> call.answer("Hello.");

    /** What the provider does with a call. */
    interface Script {
        void play(Call call) throws IOException, InterruptedException;
    }

    private StubModel(ServerSocket socket) {
        this.socket = socket;
    }

    public static StubModel start() {
        try {
            StubModel stub = new StubModel(new ServerSocket(0, 400, InetAddress.getLoopbackAddress()));
            thread(stub::accept);
            return stub;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/v1";
    }

    /** From now on, and forget what was. */
    void plays(Script next) {
        calls.clear();
        script = next;
    }

    List<Call> calls() {
        return calls;
    }

    Call only() {
        if (calls.size() != 1) {
            throw new AssertionError("calls: " + calls.size());
        }
        return calls.get(0);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                thread(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            Call call = Call.read(client);
            calls.add(call);
            script.play(call);
        } catch (IOException e) {
            // The other side has gone; some tests are about that.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "stub-model");
        thread.setDaemon(true);
        thread.start();
    }

    /** One request, and how it is answered. */
    static final class Call {
        private final Socket client;
        private final OutputStream out;
        final String path;
        final Map<String, String> headers;
        final String body;
        final JsonNode json;
        volatile long closedAt;
        volatile long firstSentAt;

        private Call(Socket client, String path, Map<String, String> headers, String body) throws IOException {
            this.client = client;
            this.out = client.getOutputStream();
            this.path = path;
            this.headers = headers;
            this.body = body;
            this.json = JSON.readTree(body);
        }

        static Call read(Socket client) throws IOException {
            client.setTcpNoDelay(true);
            InputStream in = client.getInputStream();
            String request = line(in);
            Map<String, String> headers = new ConcurrentHashMap<>();
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
            return new Call(client, request.split(" ", -1)[1], headers, new String(body, StandardCharsets.UTF_8));
        }

        private static String line(InputStream in) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("no request");
                }
                line.append((char) c);
            }
            return line.toString().strip();
        }

        boolean anthropic() {
            return path.endsWith("/messages");
        }

        /** All that the model gets to read beside the server's words. */
        String user() {
            JsonNode messages = json.path("messages");
            return messages.path(messages.size() - 1).path("content").asText();
        }

        String system() {
            return anthropic()
                    ? json.path("system").asText()
                    : json.path("messages").path(0).path("content").asText();
        }

        void answer(String... pieces) throws IOException {
            answer(100, 20, pieces);
        }

        /** A whole answer that took so many tokens. */
        void answer(long input, long output, String... pieces) throws IOException {
            begin(input);
            for (String piece : pieces) {
                delta(piece);
            }
            end(input, output);
        }

        void begin(long input) throws IOException {
            raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nConnection: close\r\n\r\n");
            if (anthropic()) {
                event("{\"type\":\"message_start\",\"message\":{\"model\":\"" + model()
                        + "-20260101\",\"usage\":{\"input_tokens\":" + input + ",\"output_tokens\":1}}}");
                raw("event: ping\ndata: {\"type\": \"ping\"}\n\n");
            }
        }

        void delta(String text) throws IOException {
            String quoted = JSON.writeValueAsString(text);
            if (firstSentAt == 0) {
                firstSentAt = System.nanoTime();
            }
            event(
                    anthropic()
                            ? "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":"
                                    + quoted + "}}"
                            : "{\"model\":\"" + model()
                                    + "-20260101\",\"choices\":[{\"index\":0,\"delta\":{\"content\":" + quoted
                                    + "}}]}");
        }

        void end(long input, long output) throws IOException {
            if (anthropic()) {
                event(
                        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":"
                                + output + "}}");
                event("{\"type\":\"message_stop\"}");
            } else {
                event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
                event("{\"choices\":[],\"usage\":{\"prompt_tokens\":" + input + ",\"completion_tokens\":" + output
                        + ",\"prompt_tokens_details\":{\"cached_tokens\":0}}}");
                event("[DONE]");
            }
        }

        void event(String data) throws IOException {
            raw("data: " + data + "\n\n");
        }

        void status(int status, String... headerLines) throws IOException {
            String extra = headerLines.length == 0 ? "" : String.join("\r\n", headerLines) + "\r\n";
            String text = "{\"error\":{\"message\":\"Incorrect API key provided: sk-leak. You said: " + user().length()
                    + "\"}}";
            raw("HTTP/1.1 " + status + " Whatever\r\nContent-Type: application/json\r\n" + extra + "Content-Length: "
                    + text.length() + "\r\nConnection: close\r\n\r\n" + text);
        }

        void raw(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        /** Says nothing more until the other side hangs up. */
        void hang() throws IOException {
            try {
                while (client.getInputStream().read() >= 0) {
                    // Nothing more is expected.
                }
            } finally {
                closedAt = System.nanoTime();
            }
        }

        /** As when a cable is pulled. */
        void reset() throws IOException {
            client.setSoLinger(true, 0);
            client.close();
        }

        private String model() {
            return json.path("model").asText();
        }
    }
}
