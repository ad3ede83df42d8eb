package dev.gatehouse.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Relays TCP to a server, until somebody pulls it: how a test makes a dependency fail without harming it. */
public final class Cable implements AutoCloseable {
    private static final int BUFFER = 16_384;

    private final InetSocketAddress server;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket entrance;
    private volatile boolean blocked;

    public Cable(InetSocketAddress server) {
        this.server = server;
        this.port = listen(0);
    }

    /** On 127.0.0.1, the same all its life. */
    public int port() {
        return port;
    }

    /** Connections break and new ones are refused, as when the server is stopped. */
    public void pull() {
        close(entrance);
        sockets.forEach(Cable::close);
        sockets.clear();
    }

    /** Connections stay and nothing passes any more, as when the server hangs. */
    public void block() {
        blocked = true;
    }

    /** Undoes {@link #pull} and {@link #block}. */
    public void mend() {
        blocked = false;
        if (entrance.isClosed()) {
            // The kernel holds the port of a listener until the thread that waited at it has noticed.
            JarProcess.await("the port " + port, () -> {
                try {
                    listen(port);
                    return true;
                } catch (UncheckedIOException notYet) {
                    return false;
                }
            });
        }
    }

    @Override
    public void close() {
        blocked = false;
        pull();
    }

    private int listen(int at) {
        try {
            ServerSocket opened = new ServerSocket();
            opened.setReuseAddress(true);
            try {
                opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at));
            } catch (IOException e) {
                close(opened);
                throw e;
            }
            entrance = opened;
            run("cable", () -> accept(opened));
            return opened.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket at) {
        while (!at.isClosed()) {
            try {
                Socket near = at.accept();
                sockets.add(near);
                Socket far = new Socket(server.getHostString(), server.getPort());
                sockets.add(far);
                run("cable-there", () -> relay(near, far));
                run("cable-back", () -> relay(far, near));
            } catch (IOException e) {
                Thread.onSpinWait(); // pulled, or the server refuses: the loop knows
            }
        }
    }

    private void relay(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                while (blocked) {
                    Thread.sleep(10);
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            close(to); // the other end hears of it below
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(from);
            close(to);
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void run(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
