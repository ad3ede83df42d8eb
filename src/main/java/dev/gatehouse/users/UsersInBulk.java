package dev.gatehouse.users;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.http.Json;
import dev.gatehouse.roles.RolesModule;
import java.time.Clock;
import java.util.List;

/** What handles many accounts at once, wired. */
final class UsersInBulk {
    private final ImportOriginalUsers importOriginal;
    private final List<Object> resources;

    UsersInBulk(Storage storage, RolesModule roles, Invitations invitations, Clock clock) {
        ObjectMapper json = Json.mapper();
        UserList list = new UserList(storage.database(), roles.catalogue());
        this.importOriginal = new ImportOriginalUsers(roles.grants(), clock, json);
        this.resources = List.of(
                new UserExportResource(new ExportUsers(storage, list, json)),
                new UserImportResource(
                        new ImportFile(json), new ImportUsers(storage, roles.grants(), invitations, clock, json)));
    }

    ImportOriginalUsers importOriginal() {
        return importOriginal;
    }

    List<Object> resources() {
        return resources;
    }
}
