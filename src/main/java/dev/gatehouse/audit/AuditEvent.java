package dev.gatehouse.audit;

import dev.gatehouse.access.Caller;
import dev.gatehouse.http.Origin;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What happened, to be recorded: {@code AuditEvent.of("role.changed").by(caller).on("role", id).with("before", …)}.
 * Actions are {@code noun.past_verb}. Details hold ids, names of roles and flags; never secrets or e-mail addresses,
 * because rows outlive the accounts that they speak of.
 */
public final class AuditEvent {
    /** Whether the action took place. */
    public enum Outcome {
        SUCCESS,
        FAILURE
    }

    /** Who acted. */
    public enum ActorType {
        USER,
        ANONYMOUS,
        SYSTEM
    }

    final String action;
    Outcome outcome = Outcome.SUCCESS;
    ActorType actorType = ActorType.SYSTEM;
    Long actorId;
    UUID apiKeyId;
    String targetType;
    String targetId;
    Origin origin = Origin.ofTheService();
    final Map<String, Object> details = new LinkedHashMap<>();

    private AuditEvent(String action) {
        this.action = action;
    }

    public static AuditEvent of(String action) {
        return new AuditEvent(action);
    }

    public AuditEvent by(Caller caller) {
        AuditEvent event = byUser(caller.userId(), caller.origin());
        return caller.key() == null ? event : event.withKey(caller.key().id());
    }

    /** The actor acted by an API key of his. */
    public AuditEvent withKey(UUID id) {
        this.apiKeyId = id;
        return this;
    }

    /** For somebody who proved who he is by this very request, such as a sign-in. */
    public AuditEvent byUser(long userId, Origin from) {
        this.actorType = ActorType.USER;
        this.actorId = userId;
        this.origin = from;
        return this;
    }

    public AuditEvent byAnonymous(Origin from) {
        this.actorType = ActorType.ANONYMOUS;
        this.origin = from;
        return this;
    }

    public AuditEvent on(String type, Object id) {
        this.targetType = type;
        this.targetId = id.toString();
        return this;
    }

    public AuditEvent failed() {
        this.outcome = Outcome.FAILURE;
        return this;
    }

    /** Adds a detail; {@code null} values are left out. */
    public AuditEvent with(String name, Object value) {
        if (value != null) {
            details.put(name, value);
        }
        return this;
    }
}
