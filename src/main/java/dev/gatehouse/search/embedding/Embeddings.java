package dev.gatehouse.search.embedding;

import java.util.Optional;

/** Turns texts into vectors such that those of similar meaning lie close together. */
public interface Embeddings {
    /** Names the model and how it is used; vectors of two names cannot be compared. */
    String model();

    int dimensions();

    /** Of length 1; empty if the model cannot be used on this machine. */
    Optional<float[]> ofPassage(String text);

    /** As {@link #ofPassage}, for what somebody asks. */
    Optional<float[]> ofQuery(String text);

    /** Whether vectors can be had; loads the model if need be. */
    boolean isAvailable();
}
