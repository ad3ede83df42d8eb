package dev.gatehouse.users;

import dev.gatehouse.access.Caller;
import dev.gatehouse.access.RequiresPermission;
import dev.gatehouse.idempotency.Idempotent;
import io.dropwizard.auth.Auth;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Many accounts in one request; the answer tells of each what became of it. */
@Path("/api/v1/users/import")
@Produces(MediaType.APPLICATION_JSON)
public final class UserImportResource {
    private static final String NDJSON = "application/x-ndjson";
    private static final MediaType CSV = new MediaType("text", "csv");

    private final ImportFile file;
    private final ImportUsers importUsers;

    UserImportResource(ImportFile file, ImportUsers importUsers) {
        this.file = file;
        this.importUsers = importUsers;
    }

    @POST
    @Idempotent
    @Consumes({NDJSON, "text/csv"})
    @RequiresPermission("users:create")
    public List<ImportResult> run(@Auth Caller caller, @Context HttpHeaders headers, @NotNull byte[] body) {
        MediaType type = headers.getMediaType();
        String charset = type.getParameters().getOrDefault(MediaType.CHARSET_PARAMETER, "utf-8");
        if (!charset.equalsIgnoreCase("utf-8") && !charset.equalsIgnoreCase("us-ascii")) {
            throw new NotSupportedException();
        }
        return CSV.isCompatible(type)
                ? importUsers.run(caller, file.table(body), "csv")
                : importUsers.run(caller, file.lines(body), "ndjson");
    }
}
