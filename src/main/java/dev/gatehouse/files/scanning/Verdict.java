package dev.gatehouse.files.scanning;

import java.util.Optional;

/**
 * What a scanner said.
 *
 * @param finding the name of what it found; empty if nothing
 */
public record Verdict(Optional<String> finding) {
    static final Verdict CLEAN = new Verdict(Optional.empty());

    static Verdict found(String name) {
        return new Verdict(Optional.of(name));
    }

    public boolean isClean() {
        return finding.isEmpty();
    }
}
