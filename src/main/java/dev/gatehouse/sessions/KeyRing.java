package dev.gatehouse.sessions;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The signing keys of one moment of the database: which of them signs, and which others may still be met. */
final class KeyRing {
    private final List<SigningKey> oldestFirst;
    private final Duration remembered;

    /**
     * @param oldestFirst in the order in which they take over
     * @param remembered how long tokens of a superseded key may still be about
     */
    KeyRing(List<SigningKey> oldestFirst, Duration remembered) {
        this.oldestFirst = List.copyOf(oldestFirst);
        this.remembered = remembered;
    }

    /** The key that signs: the last one whose time has come. */
    Optional<SigningKey> signing(Instant now) {
        SigningKey signing = null;
        for (SigningKey key : oldestFirst) {
            if (!key.signsFrom().isAfter(now)) {
                signing = key;
            }
        }
        return Optional.ofNullable(signing);
    }

    /** The last key of all, which may still wait for its time. */
    Optional<SigningKey> newest() {
        return oldestFirst.isEmpty() ? Optional.empty() : Optional.of(oldestFirst.get(oldestFirst.size() - 1));
    }

    /** Every key that a token may be signed with now or soon. */
    List<SigningKey> published(Instant now) {
        List<SigningKey> published = new ArrayList<>();
        for (int i = 0; i < oldestFirst.size(); i++) {
            if (isPublished(i, now)) {
                published.add(oldestFirst.get(i));
            }
        }
        return published;
    }

    Optional<SigningKey> find(String kid, Instant now) {
        for (int i = 0; i < oldestFirst.size(); i++) {
            if (oldestFirst.get(i).kid().equals(kid) && isPublished(i, now)) {
                return Optional.of(oldestFirst.get(i));
            }
        }
        return Optional.empty();
    }

    private boolean isPublished(int index, Instant now) {
        if (index == oldestFirst.size() - 1) {
            return true;
        }
        Instant superseded = oldestFirst.get(index + 1).signsFrom();
        return superseded.plus(remembered).isAfter(now);
    }
}
