package dev.gatehouse.files;

import dev.gatehouse.access.Caller;
import dev.gatehouse.access.RequiresPermission;
import dev.gatehouse.http.AnswersWith;
import dev.gatehouse.http.ListResponse;
import dev.gatehouse.http.Paging;
import io.dropwizard.auth.Auth;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;

/** What is known of files, and who may read them. */
@Path("/api/v1/files")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class FileResource {
    private final FileList list;
    private final ReadableFiles readable;
    private final DeleteFile delete;
    private final ShareFile share;

    FileResource(FileList list, ReadableFiles readable, DeleteFile delete, ShareFile share) {
        this.list = list;
        this.readable = readable;
        this.delete = delete;
        this.share = share;
    }

    /** The caller's own; with {@code shared=true} those of others that he may read. */
    @GET
    @Path("/list")
    @RequiresPermission(FilesModule.READ)
    @AnswersWith(value = StoredFile.class, list = true)
    public Response list(
            @Auth Caller caller,
            @Valid @BeanParam FileFilter filter,
            @Valid @BeanParam Paging paging,
            @Context UriInfo uri) {
        return ListResponse.of(list.of(caller, filter, paging), uri);
    }

    @GET
    @Path("/admin/list")
    @RequiresPermission(FilesModule.ADMIN)
    @AnswersWith(value = StoredFile.class, list = true)
    public Response listAll(
            @Valid @BeanParam FileFilter filter, @Valid @BeanParam Paging paging, @Context UriInfo uri) {
        return ListResponse.of(list.ofAll(filter, paging), uri);
    }

    @GET
    @Path("/{id}")
    @RequiresPermission(FilesModule.READ)
    public StoredFile get(@Auth Caller caller, @PathParam("id") UUID id) {
        return readable.find(caller, id);
    }

    /** Whoever administers files may delete those of others too. */
    @DELETE
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(FilesModule.WRITE)
    public void delete(@Auth Caller caller, @PathParam("id") UUID id) {
        delete.of(caller, id);
    }

    @GET
    @Path("/{id}/sharing")
    @RequiresPermission(FilesModule.READ)
    public Sharing sharing(@Auth Caller caller, @PathParam("id") UUID id) {
        return share.find(caller, id);
    }

    @PUT
    @Path("/{id}/sharing")
    @RequiresPermission(FilesModule.WRITE)
    public Sharing share(@Auth Caller caller, @PathParam("id") UUID id, @NotNull @Valid Sharing body) {
        return share.set(caller, id, body);
    }
}
