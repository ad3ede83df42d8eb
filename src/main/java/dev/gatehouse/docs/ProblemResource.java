package dev.gatehouse.docs;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.gatehouse.access.Anonymous;
import dev.gatehouse.http.StaticPage;
import dev.gatehouse.kernel.Refusal;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.StringReader;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Explains every error to a person: where the {@code type} of a problem document leads. */
@Path("/problems")
@Produces(MediaType.TEXT_HTML)
public final class ProblemResource {
    private final ProblemCatalogue catalogue;
    private final String base;
    private final boolean docs;
    private final Mustache.Compiler compiler =
            Mustache.compiler().withLoader(name -> new StringReader(DocsText.text(name)));
    private final Template page = compiler.compile(DocsText.text("problem.html"));
    private final Template list = compiler.compile(DocsText.text("problems.html"));

    /** @param docs whether there are pages beside these to lead to */
    ProblemResource(ProblemCatalogue catalogue, String publicUrl, boolean docs) {
        this.catalogue = catalogue;
        this.docs = docs;
        this.base = Objects.requireNonNullElse(URI.create(publicUrl).getRawPath(), "");
    }

    @GET
    @Anonymous
    public Response all() {
        return answer(list.execute(Map.of("base", base, "docs", docs, "list", true, "problems", catalogue.all())));
    }

    @GET
    @Path("/{code}")
    @Anonymous
    public Response one(@PathParam("code") String code) {
        ProblemCatalogue.Entry problem = catalogue.find(code).orElseThrow(() -> Refusal.notFound("problem"));
        List<Integer> statuses = problem.statuses();
        return answer(page.execute(Map.of(
                "base",
                base,
                "docs",
                docs,
                "list",
                false,
                "problem",
                problem,
                "statuses",
                statuses.stream().map(String::valueOf).toList(),
                "title",
                org.eclipse.jetty.http.HttpStatus.getMessage(problem.status()))));
    }

    private static Response answer(String html) {
        StaticPage page = StaticPage.of(html);
        return Response.ok(page.html())
                .header("Content-Security-Policy", page.policy())
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=3600")
                .build();
    }
}
