package dev.gatehouse.audit;

import dev.gatehouse.kernel.Refusal;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.QueryParam;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Pattern;

/** The filters of the audit endpoints as a client writes them: {@code @Valid @BeanParam AuditFilter filter}. */
public final class AuditFilter {
    private static final int MAX_TEXT = 200;
    private static final int LAST_YEAR = 9999;
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

    // Text, because Jersey logs a stack trace for every number that is none.
    @jakarta.validation.constraints.Pattern(regexp = "-?[0-9]{1,18}", message = "must be a number")
    private final String actorId;

    @Size(max = MAX_TEXT)
    private final String action;

    @Size(max = MAX_TEXT)
    private final String targetType;

    @Size(max = MAX_TEXT)
    private final String targetId;

    private final String outcome;
    private final String ipAddress;
    private final String from;
    private final String to;

    public AuditFilter(
            @QueryParam("actor_id") String actorId,
            @QueryParam("action") String action,
            @QueryParam("target_type") String targetType,
            @QueryParam("target_id") String targetId,
            @QueryParam("outcome") String outcome,
            @QueryParam("ip_address") String ipAddress,
            @QueryParam("from") String from,
            @QueryParam("to") String to) {
        this.actorId = actorId;
        this.action = action;
        this.targetType = targetType;
        this.targetId = targetId;
        this.outcome = outcome;
        this.ipAddress = ipAddress;
        this.from = from;
        this.to = to;
    }

    /**
     * What the client asked for, understood.
     *
     * @throws Refusal {@code malformed_parameter} (400)
     */
    AuditCriteria criteria() {
        Instant since = time("from", from);
        Instant until = time("to", to);
        if (since != null && until != null && since.isAfter(until)) {
            throw malformed("from", "must not be later than to");
        }
        Long actor = actorId == null ? null : Long.valueOf(actorId);
        return new AuditCriteria(
                actor, action, targetType, targetId, outcome(outcome), address(ipAddress), since, until);
    }

    private static AuditEvent.Outcome outcome(String text) {
        if (text == null) {
            return null;
        }
        for (AuditEvent.Outcome outcome : AuditEvent.Outcome.values()) {
            if (outcome.name().toLowerCase(Locale.ROOT).equals(text)) {
                return outcome;
            }
        }
        throw malformed("outcome", "must be success or failure");
    }

    private static Instant time(String name, String text) {
        if (text == null) {
            return null;
        }
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            int year = time.atZone(ZoneOffset.UTC).getYear();
            if (year >= 1 && year <= LAST_YEAR) {
                return time;
            }
        } catch (DateTimeException e) {
            throw malformed(name, "must be a time such as 2026-11-23T15:04:05Z");
        }
        throw malformed(name, "must be in the years 1 to " + LAST_YEAR);
    }

    /** Digits only: a name would be looked up. */
    private static String address(String text) {
        if (text == null) {
            return null;
        }
        if (IPV4.matcher(text).matches() || IPV6.matcher(text).matches()) {
            try {
                return InetAddress.getByName(text).getHostAddress();
            } catch (UnknownHostException e) {
                throw malformed("ip_address", "must be an IPv4 or IPv6 address");
            }
        }
        throw malformed("ip_address", "must be an IPv4 or IPv6 address");
    }

    private static Refusal malformed(String parameter, String rule) {
        return Refusal.malformed("malformed_parameter", parameter + ": " + rule);
    }
}
