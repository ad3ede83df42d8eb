package dev.gatehouse.roles;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.caching.CachingModule;
import dev.gatehouse.db.Database;
import dev.gatehouse.kernel.FeatureModule;
import dev.gatehouse.kernel.PermissionDeclaration;
import java.time.Clock;
import java.util.Collection;
import java.util.List;

/** Roles, permissions and the rules of giving them. */
public final class RolesModule implements FeatureModule {
    private final RoleCatalogue catalogue;
    private final Grants grants = new Grants();
    private final PrepareCatalogue prepare;
    private final ImportOriginalRoles importOriginal;
    private final List<Object> resources;

    public RolesModule(Storage storage, CachingModule caching, Clock clock, MetricRegistry metrics) {
        Database db = storage.database();
        AuditTrail audit = storage.audit();
        this.catalogue = new RoleCatalogue(db, storage.notifications(), caching.versions(), metrics);
        this.prepare = new PrepareCatalogue(db, audit, clock);
        this.importOriginal = new ImportOriginalRoles(clock);
        this.resources = List.of(
                new RoleResource(
                        db, caching.answers(), new Roles(db, grants, audit, clock), new DeleteRole(db, grants, audit)),
                new PermissionResource(db, caching.answers(), new Permissions(db, audit, clock)));
    }

    /** Brings the catalogue in line with what all modules declare; once per boot, when the schema is there. */
    public void prepare(Collection<PermissionDeclaration> all) {
        prepare.accordingTo(all);
    }

    public RoleCatalogue catalogue() {
        return catalogue;
    }

    public Grants grants() {
        return grants;
    }

    /** For the command that brings an installation of the original over. */
    public ImportOriginalRoles importOriginal() {
        return importOriginal;
    }

    @Override
    public List<PermissionDeclaration> permissions() {
        return List.of(
                new PermissionDeclaration("roles:read", "See roles and what they hold"),
                new PermissionDeclaration("roles:manage", "Create, change and delete roles"),
                new PermissionDeclaration("roles:assign", "Give roles to accounts and take them away"),
                new PermissionDeclaration("permissions:read", "See the permission catalogue"),
                new PermissionDeclaration("permissions:manage", "Create and delete permissions of other applications"));
    }

    @Override
    public List<Object> resources() {
        return resources;
    }
}
