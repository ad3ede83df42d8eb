package dev.gatehouse.caching;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.kernel.MetricName;
import dev.gatehouse.store.SharedCache;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.function.Function;

/**
 * Answers what many clients ask again and again. Who has the newest answer is told so without a row being read (304);
 * others get it from the cache, if somebody asked the same before.
 *
 * <p>Whether the caller may know was decided before, from live state and never from here. Only what is the same for
 * everybody who may see it at all is answered by this class.
 */
public final class Answers {
    private static final String LINK = "Link";
    private static final String TOTAL = "X-Total-Count";

    private final ListVersions versions;
    private final SharedCache cache;
    private final String release;
    private final ObjectMapper json;
    private final MetricRegistry metrics;

    /** @param release whose form the answers have */
    Answers(ListVersions versions, SharedCache cache, String release, ObjectMapper json, MetricRegistry metrics) {
        this.versions = versions;
        this.cache = cache;
        this.release = release;
        this.json = json;
        this.metrics = metrics;
    }

    /**
     * @param load reads the rows as they stand now, which must be at least as new as the versions it is given; an
     *     {@code ETag} that it sets is the version of the one resource shown
     */
    public Response to(UriInfo uri, HttpHeaders headers, Shows shows, Function<Versions, Response> load) {
        Asked asked = Asked.of(uri, headers);
        Versions now = versions.now();
        StateTag tag = tag(shows, now, asked);
        Optional<String> unchanged = tag.among(asked.ifNoneMatch());
        if (unchanged.isPresent()) {
            count("unchanged");
            return conditional(Response.notModified(), unchanged.get());
        }
        Optional<StoredAnswer> stored =
                asked.anew() ? Optional.empty() : cache.get(tag.state()).map(StoredAnswer::read);
        if (stored.isPresent()) {
            count("hits");
            return answer(asked, stored.get());
        }
        count("misses");
        return load(asked, shows, now, load);
    }

    /**
     * What is read between two equal versions is what stood there all the time: a change and its count are committed
     * together. If they differ the answer is as good, but nobody can say of which state it is. So nothing old is ever
     * kept, or tagged, as something new.
     */
    private Response load(Asked asked, Shows shows, Versions before, Function<Versions, Response> load) {
        ListVersions.Read<Response> read = versions.after(() -> load.apply(before));
        Response loaded = read.value();
        Versions after = read.after();
        if (!shows.state(before).equals(shows.state(after))) {
            count("torn");
            return loaded;
        }
        StateTag tag = tag(shows, after, asked);
        StoredAnswer answer = stored(tag, loaded);
        cache.put(tag.state(), answer.write());
        return answer(asked, answer);
    }

    private StateTag tag(Shows shows, Versions at, Asked asked) {
        return StateTag.of(release, shows.state(at), asked.address());
    }

    private StoredAnswer stored(StateTag tag, Response loaded) {
        try {
            return new StoredAnswer(
                    tag.withVersion(header(loaded, HttpHeaders.ETAG).replace("\"", "")),
                    header(loaded, LINK),
                    header(loaded, TOTAL),
                    json.writeValueAsBytes(loaded.getEntity()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What the API shows can always be written", e);
        }
    }

    private static Response answer(Asked asked, StoredAnswer answer) {
        if (asked.nothingThatExists()) {
            return conditional(Response.notModified(), answer.tag());
        }
        Response.ResponseBuilder response = Response.ok(answer.body(), MediaType.APPLICATION_JSON_TYPE);
        if (!answer.link().isEmpty()) {
            response.header(LINK, answer.link());
        }
        if (!answer.total().isEmpty()) {
            response.header(TOTAL, answer.total());
        }
        return conditional(response, answer.tag());
    }

    /** It may be kept by its reader, who must ask each time whether it is still good: he may have lost the right. */
    private static Response conditional(Response.ResponseBuilder response, String tag) {
        return response.header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache, private")
                .build();
    }

    private static String header(Response response, String name) {
        Object value = response.getHeaders().getFirst(name);
        return value == null ? "" : value.toString();
    }

    private void count(String outcome) {
        metrics.counter(MetricName.of("cached_answers", "outcome", outcome)).inc();
    }
}
