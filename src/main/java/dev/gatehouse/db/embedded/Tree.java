package dev.gatehouse.db.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder with all that is in it: deleted, given to another account, or looked for by the start of its name. */
final class Tree {
    private static final Logger LOG = LoggerFactory.getLogger(Tree.class);

    private Tree() {}

    static List<Path> named(Path folder, String glob) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
            entries.forEach(found::add);
        }
        return found;
    }

    /** Leftovers only cost room, so one that cannot go (an earlier process may still write to it) waits for next time. */
    static void deleteLeftovers(Path folder, String glob) throws IOException {
        for (Path leftover : named(folder, glob)) {
            try {
                delete(leftover);
            } catch (IOException e) {
                LOG.debug("{} stays for now", leftover, e);
            }
        }
    }

    static void delete(Path root) throws IOException {
        Files.walkFileTree(root, new BottomUp() {
            @Override
            void visit(Path path) throws IOException {
                Files.deleteIfExists(path);
            }
        });
    }

    /** Looks at every file, so that a hand-over killed half-way is completed by the next one. */
    static void own(Path root, int uid, int gid) throws IOException {
        Files.walkFileTree(root, new BottomUp() {
            @Override
            void visit(Path path) throws IOException {
                if ((int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS) != uid) {
                    Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
                    Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
                }
            }
        });
    }

    /** Content first, then the folder itself; links are not followed. */
    private abstract static class BottomUp extends SimpleFileVisitor<Path> {
        abstract void visit(Path path) throws IOException;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            visit(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            visit(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
