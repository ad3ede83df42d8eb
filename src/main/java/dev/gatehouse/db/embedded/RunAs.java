package dev.gatehouse.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The account PostgreSQL runs under: it refuses uid 0, so root must become somebody else for it.
 *
 * @param prefix words before every command
 * @param uid whose the cluster must be
 */
record RunAs(List<String> prefix, int uid, int gid) {
    /** The ways root has; tests take some away. */
    enum Way {
        UNSHARE,
        SETPRIV
    }

    /** "nobody" on every Linux; as a number, since slim systems have no entry for it. */
    private static final int NOBODY = 65_534;

    /** @throws EmbeddedPostgresException when no account can both run PostgreSQL and enter the folder */
    static RunAs choose(Path folder, Path cluster, Set<Way> allowed) {
        RunAs self = self(folder);
        if (self.uid() != 0) {
            return self.unlessForeign(cluster);
        }
        for (RunAs candidate : candidates(folder, cluster, allowed)) {
            // Runs and can enter the folder: a namespace may be forbidden, root's home is closed to others,
            // and initdb wants an account that has a name.
            if (Command.run(folder, candidate.command("sh", "-c", "cd \"$0\" && id -un", folder.toString()))
                    .succeeded()) {
                return candidate;
            }
        }
        throw new EmbeddedPostgresException(
                "PostgreSQL does not run as root, and no other account can enter %s: start Gatehouse as an ordinary user."
                        .formatted(folder));
    }

    List<String> command(String... words) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(List.of(words));
        return all;
    }

    /** Only root can give files away, and only root needs to. */
    void own(Path tree) throws IOException {
        if (!prefix.isEmpty()) {
            Tree.own(tree, uid, gid);
        }
    }

    /** Seen on a new file: what the JDK says is 0, root, for every uid without an entry in /etc/passwd. */
    private static RunAs self(Path folder) {
        try {
            Path mine = Files.createTempFile(folder, "whose-", "");
            try {
                return new RunAs(List.of(), attribute(mine, "uid"), attribute(mine, "gid"));
            } finally {
                Files.delete(mine);
            }
        } catch (IOException e) {
            throw EmbeddedPostgresException.of("The database folder cannot be used", e);
        }
    }

    private RunAs unlessForeign(Path cluster) {
        if (Files.exists(cluster, LinkOption.NOFOLLOW_LINKS) && attribute(cluster, "uid") != uid) {
            throw new EmbeddedPostgresException(
                    "The database in %s belongs to uid %d: start Gatehouse as that user, or give the folder to this one (chown -R)."
                            .formatted(cluster, attribute(cluster, "uid")));
        }
        return this;
    }

    private static List<RunAs> candidates(Path folder, Path cluster, Set<Way> allowed) {
        List<RunAs> candidates = new ArrayList<>();
        if (allowed.contains(Way.SETPRIV)) {
            // Whose it is, his it stays: so it works for him again when he starts it without root.
            addOwner(candidates, Files.exists(cluster) ? cluster : folder);
        }
        if (allowed.contains(Way.UNSHARE)) {
            // A user namespace without a mapping: still root's files, but no longer uid 0 to look at.
            candidates.add(new RunAs(List.of("unshare", "-U"), 0, 0));
        }
        if (allowed.contains(Way.SETPRIV)) {
            // In somebody's home only he can enter.
            addOwner(candidates, folder.toAbsolutePath().getParent());
            candidates.add(setpriv(NOBODY, NOBODY));
        }
        return candidates;
    }

    private static void addOwner(List<RunAs> candidates, Path path) {
        int uid = attribute(path, "uid");
        if (uid != 0) {
            candidates.add(setpriv(uid, attribute(path, "gid")));
        }
    }

    private static RunAs setpriv(int uid, int gid) {
        return new RunAs(List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups"), uid, gid);
    }

    private static int attribute(Path path, String name) {
        try {
            return (int) Files.getAttribute(path, "unix:" + name);
        } catch (IOException e) {
            throw EmbeddedPostgresException.of("The database folder cannot be used", e);
        }
    }
}
