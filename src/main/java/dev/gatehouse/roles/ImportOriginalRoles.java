package dev.gatehouse.roles;

import dev.gatehouse.db.AdvisoryLock;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Tally;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Brings roles and permissions of the original over; what is here already stays as it is. */
public final class ImportOriginalRoles {
    private final Clock clock;

    ImportOriginalRoles(Clock clock) {
        this.clock = clock;
    }

    public static Tally newPermissionTally() {
        return new Tally("read", "mapped", "created", "exists", Tally.LEFT_OUT);
    }

    public static Tally newRoleTally() {
        return new Tally("read", "created", "exists", Tally.LEFT_OUT);
    }

    /**
     * Waits for everybody else who changes the catalogue or imports.
     *
     * @return the id here of every role, by its id in the original
     */
    public Map<Long, Long> run(Tx tx, OriginalRoles original, Tally permissions, Tally roles) {
        tx.lock(AdvisoryLock.CATALOGUE);
        tx.dao(OriginalDao.class).lockTables();
        Instant now = clock.instant();
        Map<Long, List<String>> names = new PermissionsFromOriginal(tx, now, permissions).bring(original.permissions());
        Map<Long, Long> ids = new RolesFromOriginal(tx, now, names, roles).bring(original.roles());
        RoleCatalogue.changed(tx);
        return ids;
    }

    /** Sequences do not take part in transactions: only for an import that is meant. */
    public void raiseSequences(Tx tx) {
        tx.dao(OriginalDao.class).raisePermissionSequence();
        tx.dao(OriginalDao.class).raiseRoleSequence();
    }
}
