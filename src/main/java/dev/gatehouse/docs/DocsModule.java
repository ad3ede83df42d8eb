package dev.gatehouse.docs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.access.Authenticator;
import dev.gatehouse.kernel.FeatureModule;
import dev.gatehouse.kernel.PermissionDeclaration;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The documentation that the service carries with it. */
public final class DocsModule implements FeatureModule {
    static final String READ = "docs:read";

    private final Description description;
    private final List<Object> resources = new ArrayList<>();

    /**
     * Who a reader is.
     *
     * @param passwords knows people by address and password
     * @param tokens establishes the caller by an access token or API key
     */
    public record Readers(Authenticator passwords, ContainerRequestFilter tokens) {}

    public DocsModule(DocsConfig config, String publicUrl, Readers readers, ObjectMapper json) {
        this.description = new Description(json);
        boolean shown = config.access() != DocsConfig.Access.DISABLED;
        resources.add(new ProblemResource(ProblemCatalogue.read(), publicUrl, shown));
        if (shown) {
            resources.add(new DocsResource(description, new DocsPages(publicUrl)));
        }
        if (config.access() == DocsConfig.Access.AUTHENTICATED) {
            resources.add(new DocsAccessFilter(readers.passwords(), readers.tokens()));
        }
    }

    /** To be told once all resources are known; made when somebody first asks for it. */
    public void describe(Supplier<ObjectNode> document) {
        description.isMadeBy(document);
    }

    @Override
    public List<PermissionDeclaration> permissions() {
        return List.of(new PermissionDeclaration(READ, "Read the documentation where it is not public"));
    }

    @Override
    public List<Object> resources() {
        return List.copyOf(resources);
    }
}
