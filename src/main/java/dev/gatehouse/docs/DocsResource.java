package dev.gatehouse.docs;

import dev.gatehouse.access.Anonymous;
import dev.gatehouse.docs.DocsPages.DocsPage;
import dev.gatehouse.http.AnswersWith;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.limits.RateLimited;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** The description of the interface, and two ways to look at it. */
@Path("")
public final class DocsResource {
    private static final String KEPT = "public, max-age=31536000, immutable";

    private final Description description;
    private final DocsPages pages;

    DocsResource(Description description, DocsPages pages) {
        this.description = description;
        this.pages = pages;
    }

    @GET
    @Anonymous
    @Produces(MediaType.WILDCARD)
    @AnswersWith(status = 303)
    public Response home() {
        return Response.seeOther(URI.create("docs")).build();
    }

    @GET
    @Path("/openapi.json")
    @Anonymous
    @DocsAccessFilter.Guarded
    @Produces(MediaType.APPLICATION_JSON)
    public Response openApi() {
        return Response.ok(description.bytes())
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .build();
    }

    @GET
    @Path("/docs")
    @Anonymous
    @DocsAccessFilter.Guarded
    @Produces(MediaType.TEXT_HTML)
    public Response swagger() {
        return answer(pages.swagger());
    }

    @GET
    @Path("/redoc")
    @Anonymous
    @DocsAccessFilter.Guarded
    @Produces(MediaType.TEXT_HTML)
    public Response redoc() {
        return answer(pages.redoc());
    }

    /** Everybody's software, so it is for anybody. */
    @GET
    @Path("/docs/assets/{file}")
    @Anonymous
    @RateLimited(RateLimited.NEVER)
    @Produces(MediaType.WILDCARD)
    public Response asset(@PathParam("file") String file) {
        DocsAsset asset = pages.asset(file).orElseThrow(() -> Refusal.notFound("file"));
        return Response.ok(asset.bytes(), asset.mediaType())
                .tag(new EntityTag(asset.tag()))
                .header(HttpHeaders.CACHE_CONTROL, KEPT)
                .build();
    }

    private static Response answer(DocsPage page) {
        return Response.ok(page.html())
                .header("Content-Security-Policy", page.policy())
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .build();
    }
}
