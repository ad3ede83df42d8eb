package dev.gatehouse.docs;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Swagger UI and Redoc, out of the jar and under policies that allow nothing from elsewhere and nothing inline. */
final class DocsPages {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'%s; img-src 'self' data:; font-src 'self'; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** Redoc fills an empty style element by script and brings one of its scroll bars: exactly these two texts. */
    private static final String STYLES_OF_REDOC = " 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
            + " 'sha256-DLDPR1ic47WIdK2WyeLkblb/tm2mQH+Jt/NNhZWu1k0='";

    private static final String REDOC_LOGO = "https://cdn.redoc.ly/redoc/logo-mini.svg";

    private final Map<String, DocsAsset> assets = new TreeMap<>();
    private final DocsPage swagger;
    private final DocsPage redoc;

    /** A page and what it may do. */
    record DocsPage(String html, String policy) {}

    DocsPages(String publicUrl) {
        add(DocsAsset.ofWebJar("org.webjars", "swagger-ui", "swagger-ui-bundle.js"));
        add(DocsAsset.ofWebJar("org.webjars", "swagger-ui", "swagger-ui.css"));
        add(DocsAsset.ofWebJar("org.webjars.npm", "redoc", "bundles/redoc.standalone.js")
                .replacing(REDOC_LOGO, "data:,"));
        add(DocsAsset.own("docs.css"));
        add(DocsAsset.own("docs.js"));
        add(DocsAsset.own("redoc.js"));
        add(DocsAsset.own("icon.svg"));
        String base = pathOf(publicUrl);
        this.swagger = new DocsPage(page("swagger.html", base), POLICY.formatted(""));
        this.redoc = new DocsPage(page("redoc.html", base), POLICY.formatted(STYLES_OF_REDOC));
    }

    DocsPage swagger() {
        return swagger;
    }

    DocsPage redoc() {
        return redoc;
    }

    Optional<DocsAsset> asset(String name) {
        return Optional.ofNullable(assets.get(name));
    }

    private void add(DocsAsset asset) {
        assets.put(asset.name(), asset);
    }

    /** {@code @name@} becomes the address of the asset, with its tag: it may be kept for ever. */
    private String page(String name, String base) {
        String html = DocsText.text(name).replace("@base@", base);
        for (DocsAsset asset : assets.values()) {
            html = html.replace("@" + asset.name() + "@", base + "/docs/assets/" + asset.name() + "?v=" + asset.tag());
        }
        return html;
    }

    /** Behind a proxy the service may live below some path. */
    private static String pathOf(String publicUrl) {
        String path = URI.create(publicUrl).getRawPath();
        return path == null ? "" : path;
    }
}
