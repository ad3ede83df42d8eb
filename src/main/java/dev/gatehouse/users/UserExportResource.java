package dev.gatehouse.users;

import dev.gatehouse.access.Caller;
import dev.gatehouse.access.RequiresPermission;
import dev.gatehouse.http.AnswersWith;
import dev.gatehouse.http.ExportFormat;
import io.dropwizard.auth.Auth;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** All accounts that fit the filters of the list, as one file. */
@Path("/api/v1/users/export")
public final class UserExportResource {
    private final ExportUsers export;

    UserExportResource(ExportUsers export) {
        this.export = export;
    }

    @GET
    @Produces(MediaType.WILDCARD)
    @RequiresPermission("users:read")
    @AnswersWith
    public Response export(
            @Auth Caller caller,
            @Valid @BeanParam UserFilter filter,
            @QueryParam("format") @DefaultValue("ndjson") String format,
            @Context HttpServletRequest request) {
        ExportFormat chosen = ExportFormat.parse(format);
        export.record(caller, filter, chosen);
        return chosen.attachment("users", request, out -> export.write(filter, chosen, out));
    }
}
