package dev.gatehouse.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import redis.clients.jedis.RedisClient;
import redis.embedded.RedisServer;

/** A real Redis on loopback that can be stopped and started again at the same port. */
public final class TestRedis implements AutoCloseable {
    private final int port = freePort();
    private RedisServer server;
    private long pid;

    public TestRedis start() {
        try {
            server = RedisServer.newRedisServer()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .setting("appendonly no")
                    .build();
            server.start();
            pid = askForPid();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void stop() {
        if (server != null) {
            try {
                server.stop();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server = null;
        }
    }

    /** {@code kill -9} */
    public void kill() {
        process().destroyForcibly();
        stop();
    }

    /** Connections stay and nobody answers. */
    public void pause() {
        Signals.pause(process());
    }

    public void resume() {
        Signals.resume(process());
    }

    private ProcessHandle process() {
        return ProcessHandle.of(pid).orElseThrow();
    }

    /** As Redis itself tells it: a paused one cannot be asked any more. */
    private long askForPid() {
        try (RedisClient client = RedisClient.create(url())) {
            return Long.parseLong(client.info("server")
                    .lines()
                    .filter(line -> line.startsWith("process_id:"))
                    .findFirst()
                    .orElseThrow()
                    .substring("process_id:".length())
                    .strip());
        }
    }

    public String url() {
        return "redis://127.0.0.1:" + port + "/0";
    }

    public int port() {
        return port;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
