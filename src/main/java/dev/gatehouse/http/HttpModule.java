package dev.gatehouse.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.kernel.FeatureModule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The edge that all features share: problems, request ids, limits, strict JSON. */
public final class HttpModule implements FeatureModule {
    /** What {@code X-API-Version} says. */
    public static final String API_VERSION = "1.0.0";

    private final Problems problems;
    private final HttpConfig config;
    private final BooleanSupplier open;
    private final Map<String, Long> largerBodies = new HashMap<>();

    /**
     * @param open whether API calls can be served yet
     * @param observers told of every request when it has been answered
     */
    public HttpModule(
            HttpConfig config,
            String publicUrl,
            ObjectMapper json,
            GatehouseServerFactory server,
            BooleanSupplier open,
            List<RequestObserver> observers) {
        this.config = config;
        this.open = open;
        this.problems = new Problems(publicUrl, json);
        StandardHeaders headers = new StandardHeaders(API_VERSION, config.headers(), publicUrl.startsWith("https://"));
        server.use(
                new OutermostHandler.Edge(
                        headers,
                        new ClientAddress(config.trustedProxies()),
                        new HttpsOnly(publicUrl, problems),
                        Stream.concat(observers.stream(), Stream.of(new AccessLog()))
                                .toList()),
                new JettyErrors(problems, headers),
                json,
                config);
    }

    /**
     * Lets one endpoint take more than {@code http.maxBody}; it has a limit of its own.
     *
     * @param path without a slash at its ends
     */
    public HttpModule taking(String path, long bytes) {
        largerBodies.put(path, bytes);
        return this;
    }

    @Override
    public List<Object> resources() {
        return List.of(
                new RefusalMapper(problems),
                new JsonErrorMapper(problems),
                new ValidationMapper(problems),
                new ThrowableMapper(problems),
                new RelativeLocations(),
                new NoNulCharacters(),
                QueryBeans.binder(),
                new BodyLimit(config.maxBody().toBytes(), largerBodies),
                new DeprecationFilter.Binder(),
                new ServeWhenOpen(open),
                new Routes());
    }
}
