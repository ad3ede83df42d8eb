package dev.gatehouse.roles;

import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.roles.RoleDao.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts roles together from their tables: three statements for a page, however many roles it has. */
final class ReadRoles {
    private final RoleDao dao;

    ReadRoles(RoleDao dao) {
        this.dao = dao;
    }

    ReadRoles(Tx tx) {
        this(tx.dao(RoleDao.class));
    }

    RoleDetails one(long id) {
        return complete(List.of(dao.find(id).orElseThrow(() -> Refusal.notFound("role"))))
                .get(0);
    }

    List<RoleDetails> page(long after, int limit, int skip) {
        return complete(dao.page(after, limit, skip));
    }

    private List<RoleDetails> complete(List<Row> rows) {
        List<Long> ids = rows.stream().map(Row::id).toList();
        Map<Long, List<Permission>> permissions = new HashMap<>();
        for (RoleDao.Granted granted : dao.permissionsOf(ids)) {
            permissions
                    .computeIfAbsent(granted.roleId(), id -> new ArrayList<>())
                    .add(new Permission(granted.id(), granted.name()));
        }
        Map<Long, Long> users = new HashMap<>();
        dao.use(ids).forEach(use -> users.put(use.roleId(), use.users()));
        return rows.stream()
                .map(row -> new RoleDetails(
                        row.id(),
                        row.name(),
                        row.description(),
                        row.isSystem(),
                        permissions.getOrDefault(row.id(), List.of()),
                        users.getOrDefault(row.id(), 0L),
                        row.version()))
                .toList();
    }
}
