package dev.gatehouse.mail;

import dev.gatehouse.kernel.Secret;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.util.concurrent.TimeUnit;

/**
 * {@code mail: {type: smtp}}: a submission server (RFC 6409).
 *
 * @param security {@code starttls} refuses a server that does not offer it; {@code none} is for servers on this machine
 * @param username {@code null} for a server that asks for none
 * @param timeout for connecting and for every single answer
 */
public record SmtpMailConfig(
        @NotBlank String host,
        @Min(1) @Max(65_535) Integer port,
        Security security,
        String username,
        Secret password,

        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 1, unit = TimeUnit.MINUTES)
        Duration timeout,

        @Valid LettersConfig letters,
        @Valid DeliveryConfig delivery)
        implements MailConfig {
    /** How the connection is protected. */
    public enum Security {
        STARTTLS,
        TLS,
        NONE
    }

    public SmtpMailConfig {
        security = security == null ? Security.STARTTLS : security;
        port = port == null ? defaultPort(security) : port;
        username = username == null || username.isBlank() ? null : username;
        timeout = timeout == null ? Duration.seconds(10) : timeout;
        letters = letters == null ? LettersConfig.DEFAULT : letters;
        delivery = delivery == null ? DeliveryConfig.DEFAULT : delivery;
    }

    private static int defaultPort(Security security) {
        return switch (security) {
            case STARTTLS -> 587;
            case TLS -> 465;
            case NONE -> 25;
        };
    }

    @Override
    public String destination() {
        return "the SMTP server " + host + ":" + port;
    }

    @Override
    public Mailer mailer() {
        return new SmtpMailer(this);
    }
}
