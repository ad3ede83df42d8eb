package dev.gatehouse.mail;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A real SMTP server on loopback that can be switched off and on again at the same port, and forgets no mail over it. */
public final class SmtpServer implements AutoCloseable {
    private final int port;
    private final List<MimeMessage> delivered = new CopyOnWriteArrayList<>();
    private volatile GreenMail running;

    public SmtpServer() {
        this(freePort());
    }

    SmtpServer(int port) {
        this.port = port;
    }

    public SmtpServer on() {
        running = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        running.start();
        return this;
    }

    public void off() {
        if (running != null) {
            // In this order: nothing comes any more, and stopping the whole forgets what came.
            running.getSmtp().stopService();
            delivered.addAll(List.of(running.getReceivedMessages()));
            running.stop();
            running = null;
        }
    }

    /** What makes a Gatehouse send its mail here. */
    public Map<String, String> overrides() {
        return Map.of(
                "mail.type", "smtp",
                "mail.host", "127.0.0.1",
                "mail.port", Integer.toString(port),
                "mail.security", "none",
                "mail.timeout", "2s");
    }

    public List<MimeMessage> messages() {
        GreenMail now = running;
        return now == null
                ? List.copyOf(delivered)
                : Stream.concat(delivered.stream(), Stream.of(now.getReceivedMessages()))
                        .toList();
    }

    public List<String> recipients() {
        return messages().stream().map(SmtpServer::recipient).toList();
    }

    static String recipient(MimeMessage message) {
        try {
            return message.getAllRecipients()[0].toString();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        off();
    }
}
