package dev.gatehouse.files;

import dev.gatehouse.access.Caller;
import dev.gatehouse.access.RequiresPermission;
import dev.gatehouse.http.Streamed;
import dev.gatehouse.kernel.Refusal;
import io.dropwizard.auth.Auth;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/** Hands out the bytes of files, so that no browser ever shows them as a page of ours. */
@Path("/api/v1/files/download")
@Produces(MediaType.WILDCARD)
public final class DownloadResource {
    private static final int BUFFER = 64 * 1024;

    private final DownloadFile download;

    DownloadResource(DownloadFile download) {
        this.download = download;
    }

    @GET
    @Path("/{id}")
    @RequiresPermission(FilesModule.READ)
    public Response download(
            @Auth Caller caller,
            @PathParam("id") UUID id,
            @HeaderParam("Range") String range,
            @HeaderParam("If-Range") String ifRange,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) String known,
            @Context HttpServletRequest request) {
        Bytes file = download.find(caller, id);
        String tag = '"' + file.sha256() + '"';
        if (isListed(tag, known)) {
            return Response.status(304).header(HttpHeaders.ETAG, tag).build();
        }
        boolean whole = ifRange != null && !ifRange.strip().equals(tag);
        Optional<ByteRange> part = whole ? Optional.empty() : ByteRange.parse(range, file.size());
        if (part.isPresent() && !part.get().isSatisfiable()) {
            throw Refusal.rangeNotSatisfiable(file.size());
        }
        ByteRange wanted = part.orElse(new ByteRange(0, file.size()));
        if (wanted.first() == 0 && request.getMethod().equals("GET")) {
            download.record(caller, file);
        }
        Response.ResponseBuilder answer = Response.status(part.isPresent() ? 206 : 200)
                .entity(Streamed.of(request, out -> copy(file, wanted, out)))
                .type(file.contentType())
                .header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.CONTENT_LENGTH, wanted.length())
                .header("Accept-Ranges", "bytes")
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment(file.filename()))
                .header("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'");
        part.ifPresent(given -> answer.header("Content-Range", given.of(file.size())));
        return answer.build();
    }

    private void copy(Bytes file, ByteRange wanted, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = StorageOutage.honestly(() -> download.open(file, wanted.first(), wanted.length()))) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
        }
    }

    private static boolean isListed(String tag, String header) {
        return header != null
                && Arrays.stream(header.split(",", -1))
                        .map(candidate -> candidate.strip().replaceFirst("^W/", ""))
                        .anyMatch(candidate -> candidate.equals(tag) || candidate.equals("*"));
    }
}
