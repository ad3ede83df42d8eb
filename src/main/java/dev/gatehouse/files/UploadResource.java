package dev.gatehouse.files;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.access.Caller;
import dev.gatehouse.access.RequiresPermission;
import dev.gatehouse.http.AnswersWith;
import dev.gatehouse.idempotency.Idempotent;
import dev.gatehouse.idempotency.StreamedClaim;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.kernel.Sha256;
import dev.gatehouse.limits.Bulkhead;
import io.dropwizard.auth.Auth;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** Takes files. */
@Path("/api/v1/files/upload")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.MULTIPART_FORM_DATA)
public final class UploadResource {
    /** The query of an upload. */
    public static final class Options {
        @Pattern(regexp = UploadOptions.CATEGORY, message = UploadOptions.CATEGORY_RULE)
        private final String category;

        @Pattern(regexp = "true|false", message = "must be true or false")
        private final String index;

        public Options(
                @QueryParam("category") @DefaultValue("general") String category,
                @QueryParam("index") @DefaultValue("true") String index) {
            this.category = category;
            this.index = index;
        }

        private UploadOptions read() {
            return new UploadOptions(category, Boolean.parseBoolean(index));
        }
    }

    private final Bulkhead bulkhead;
    private final ReceiveFile receive;
    private final UploadFile upload;
    private final Counter bytes;

    UploadResource(Bulkhead bulkhead, ReceiveFile receive, UploadFile upload, MetricRegistry metrics) {
        this.bytes = metrics.counter("file_uploaded_bytes");
        this.bulkhead = bulkhead;
        this.receive = receive;
        this.upload = upload;
    }

    @POST
    @Idempotent(streamed = true)
    @RequiresPermission(FilesModule.WRITE)
    @AnswersWith(value = StoredFile.class, status = 201)
    public Response upload(
            @Auth Caller caller,
            @Valid @BeanParam Options options,
            @Context HttpHeaders headers,
            @Context HttpServletRequest request,
            InputStream body) {
        String boundary = boundary(headers.getMediaType());
        return bulkhead.run(() -> StorageOutage.honestly(() -> {
            try (ReceivedFile received = receive.receive(caller, boundary, body)) {
                Optional<Response> before = StreamedClaim.of(request, fingerprint(received));
                return before.orElseGet(() -> created(upload.keep(caller, received, options.read())));
            }
        }));
    }

    private static String boundary(MediaType type) {
        String boundary = type.getParameters().get("boundary");
        if (boundary == null || boundary.isEmpty() || boundary.length() > 70) { // RFC 2046, 5.1.1
            throw Refusal.malformed("malformed_multipart", "Content-Type must name the boundary between the parts.");
        }
        return boundary;
    }

    /** Boundaries differ between two attempts of the same client; what is in between must not. */
    private static byte[] fingerprint(ReceivedFile file) {
        MessageDigest digest = Sha256.digest();
        digest.update(file.name().text().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        return digest.digest(file.sha256());
    }

    private Response created(StoredFile file) {
        bytes.inc(file.size());
        return Response.status(201)
                .header(HttpHeaders.LOCATION, "/api/v1/files/" + file.id())
                .entity(file)
                .build();
    }
}
