package dev.gatehouse.audit;

import dev.gatehouse.db.Database;
import dev.gatehouse.db.Notifications;

/** Where a feature keeps its facts, hears that they changed, and records its deeds: the three always go together. */
public record Storage(Database database, Notifications notifications, AuditTrail audit) {}
