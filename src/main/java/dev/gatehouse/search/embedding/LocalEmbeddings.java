package dev.gatehouse.search.embedding;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Embeddings by the model inside the jar, loaded when the first text needs it. Where ONNX Runtime does not run (Alpine, an
 * exotic processor) it says so once, and search goes on by words alone.
 */
public final class LocalEmbeddings implements Embeddings {
    private static final Logger LOGGER = LoggerFactory.getLogger(LocalEmbeddings.class);
    private static final String INSTRUCTION = "Represent this sentence for searching relevant passages: ";

    private final Path nativeCode;
    private volatile BgeSmall model;
    private volatile boolean broken;

    /** Unpacks the native code of the model into the temporary folder, for this process alone. */
    public LocalEmbeddings() {
        this(null);
    }

    /** @param nativeCode folder where the native code of the model stays unpacked; {@code null} for a temporary one */
    public LocalEmbeddings(Path nativeCode) {
        this.nativeCode = nativeCode;
    }

    @Override
    public String model() {
        return "bge-small-en-v1.5-int8";
    }

    @Override
    public int dimensions() {
        return BgeSmall.DIMENSIONS;
    }

    @Override
    public Optional<float[]> ofPassage(String text) {
        return embed(text);
    }

    @Override
    public Optional<float[]> ofQuery(String text) {
        return embed(INSTRUCTION + text);
    }

    @Override
    public boolean isAvailable() {
        return load() != null;
    }

    private Optional<float[]> embed(String text) {
        BgeSmall loaded = load();
        if (loaded == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(loaded.embed(text));
        } catch (OrtException e) {
            throw new IllegalStateException("The embedding model failed", e);
        }
    }

    private BgeSmall load() {
        BgeSmall loaded = model;
        return loaded != null || broken ? loaded : loadOnce();
    }

    private synchronized BgeSmall loadOnce() {
        if (model == null && !broken) {
            try {
                model = loadModel();
            } catch (IOException | OrtException | RuntimeException | LinkageError e) {
                broken = true;
                LOGGER.warn("The embedding model cannot be used here, search goes by words alone: {}", e.toString());
                LOGGER.debug("The embedding model cannot be used here", e);
            }
        }
        return model;
    }

    private BgeSmall loadModel() throws IOException, OrtException {
        if (nativeCode == null) {
            return BgeSmall.load();
        }
        // Those of before: one that another process makes at this moment is in use when the model is loaded.
        List<Path> leftovers = NativeCode.leftovers();
        NativeCode.use(nativeCode);
        BgeSmall loaded = BgeSmall.load();
        NativeCode.sweep(leftovers);
        return loaded;
    }
}
