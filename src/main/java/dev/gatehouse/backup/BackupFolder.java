package dev.gatehouse.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of scheduled backups: what is there decides what is due, so nothing else has to remember it. */
final class BackupFolder {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern NAME = Pattern.compile("gatehouse-(?<time>[0-9]{8}T[0-9]{6}Z)\\.zip(\\.age)?");
    private static final Duration PARTIAL_LIFETIME = Duration.ofDays(1);

    private final Path folder;

    BackupFolder(Path folder) {
        this.folder = folder;
    }

    Path fileAt(Instant now, boolean encrypted) {
        return folder.resolve("gatehouse-" + TIME.format(now) + (encrypted ? ".zip.age" : ".zip"));
    }

    /** When the newest complete backup was begun. */
    Optional<Instant> newest() {
        List<Path> all = all();
        return all.isEmpty() ? Optional.empty() : Optional.of(timeOf(all.get(all.size() - 1)));
    }

    /** Deletes all but the newest ones, and what killed processes left unfinished. Returns how many backups went. */
    int keepNewest(int count, Instant now) {
        List<Path> all = all();
        List<Path> old = all.subList(0, Math.max(0, all.size() - count));
        old.forEach(BackupFolder::delete);
        files(name -> name.endsWith(WholeFile.PARTIAL)).stream()
                .filter(partial -> isOlder(partial, now.minus(PARTIAL_LIFETIME)))
                .forEach(BackupFolder::delete);
        return old.size();
    }

    private List<Path> all() {
        return files(name -> NAME.matcher(name).matches()).stream()
                .sorted(Comparator.comparing(BackupFolder::timeOf))
                .toList();
    }

    private List<Path> files(java.util.function.Predicate<String> wanted) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> wanted.test(file.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new BackupException("The folder of backups cannot be read: " + folder, e);
        }
    }

    private static Instant timeOf(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            throw new IllegalArgumentException("no backup of ours: " + file);
        }
        return TIME.parse(name.group("time"), Instant::from);
    }

    private static boolean isOlder(Path file, Instant than) {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(than);
        } catch (IOException e) {
            return false; // somebody else has deleted it
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new BackupException("An old backup cannot be deleted: " + file, e);
        }
    }
}
