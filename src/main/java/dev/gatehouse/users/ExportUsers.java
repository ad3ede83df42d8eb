package dev.gatehouse.users;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.Database;
import dev.gatehouse.http.ExportFormat;
import dev.gatehouse.http.ListExport;
import dev.gatehouse.http.Paging;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.roles.Role;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Hands out accounts of any number, never their passwords, and writes down who took them. */
final class ExportUsers {
    private static final List<String> COLUMNS = List.of(
            "id",
            "email",
            "first_name",
            "middle_name",
            "last_name",
            "role_title",
            "is_active",
            "is_approved",
            "email_verified",
            "role_names",
            "created_at",
            "updated_at",
            "last_login_at");

    private final Storage storage;
    private final UserList list;
    private final ListExport<User> export;

    ExportUsers(Storage storage, UserList list, ObjectMapper json) {
        this.storage = storage;
        this.list = list;
        this.export = new ListExport<>(json, COLUMNS, ExportUsers::cells);
    }

    /** Writes down that somebody takes a copy. Once this is committed he may have it. */
    void record(Caller caller, UserFilter filter, ExportFormat format) {
        Database db = storage.database();
        db.inTransaction(tx -> {
            storage.audit()
                    .record(
                            tx,
                            AuditEvent.of("user.exported")
                                    .by(caller)
                                    .with("format", format.fileExtension())
                                    .with("filters", filter.described()));
            return null;
        });
    }

    /** @throws Refusal {@code overloaded} (503) before the first byte if too many exports are running */
    void write(UserFilter filter, ExportFormat format, OutputStream out) throws IOException {
        export.write(after -> list.page(filter, Paging.after(after, Paging.MAX_LIMIT)), format, out);
    }

    private static List<?> cells(User user) {
        return Arrays.asList(
                user.id(),
                user.email(),
                user.firstName(),
                user.middleName(),
                user.lastName(),
                user.roleTitle(),
                user.active(),
                user.approved(),
                user.emailVerified(),
                user.roles().stream().map(Role::name).collect(Collectors.joining(ImportRow.ROLE_SEPARATOR)),
                user.createdAt(),
                user.updatedAt(),
                user.lastLoginAt());
    }
}
