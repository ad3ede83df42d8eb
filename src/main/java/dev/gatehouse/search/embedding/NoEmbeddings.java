package dev.gatehouse.search.embedding;

import java.util.Optional;

/** Search by words alone: {@code search: {embeddings: none}}. */
public final class NoEmbeddings implements Embeddings {
    @Override
    public String model() {
        return "none";
    }

    @Override
    public int dimensions() {
        return 0;
    }

    @Override
    public Optional<float[]> ofPassage(String text) {
        return Optional.empty();
    }

    @Override
    public Optional<float[]> ofQuery(String text) {
        return Optional.empty();
    }

    @Override
    public boolean isAvailable() {
        return false;
    }
}
