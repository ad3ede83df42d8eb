package dev.gatehouse.files;

import dev.gatehouse.db.Database;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Refusal;

/** Sees to it that nobody keeps more than he may, however many uploads he makes at the same moment. */
final class Quotas {
    private final Database db;
    private final QuotasConfig config;

    Quotas(Database db, QuotasConfig config) {
        this.db = db;
        this.config = config;
    }

    /**
     * Spares somebody who has nothing left the upload; whether it fits is decided when it is there.
     *
     * @throws Refusal {@code quota_exceeded} (409)
     */
    void requireRoom(long userId) {
        Quota quota = db.with(FileDao.class, dao -> config.of(dao.roleNamesOf(userId)));
        db.with(UsageDao.class, dao -> dao.find(userId)).ifPresent(usage -> {
            if (usage.files() >= quota.files() || usage.bytes() >= quota.bytes().toBytes()) {
                throw exceeded(quota);
            }
        });
    }

    /** @throws Refusal {@code quota_exceeded} (409) */
    void add(Tx tx, long userId, long size) {
        Quota quota = config.of(tx.dao(FileDao.class).roleNamesOf(userId));
        UsageDao usage = tx.dao(UsageDao.class);
        usage.ensure(userId);
        if (usage.add(userId, size, quota.files(), quota.bytes().toBytes()) == 0) {
            throw exceeded(quota);
        }
    }

    void take(Tx tx, long userId, long files, long bytes) {
        tx.dao(UsageDao.class).take(userId, files, bytes);
    }

    private static Refusal exceeded(Quota quota) {
        return Refusal.conflict(
                        "quota_exceeded",
                        "You may keep " + quota.files() + " files of "
                                + quota.bytes().toBytes() + " bytes together; delete some first.")
                .with("max_files", quota.files())
                .with("max_bytes", quota.bytes().toBytes());
    }
}
