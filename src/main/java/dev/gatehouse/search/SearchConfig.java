package dev.gatehouse.search;

import dev.gatehouse.db.Database;
import dev.gatehouse.search.embedding.Embeddings;
import dev.gatehouse.search.embedding.LocalEmbeddings;
import dev.gatehouse.search.embedding.NoEmbeddings;
import dev.gatehouse.search.extraction.Extraction;
import dev.gatehouse.search.index.IndexKind;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.DataSizeUnit;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDataSize;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * {@code search:} how documents become findable.
 *
 * @param folder where this replica keeps its index; may be deleted at any time
 * @param embeddings {@code local} for the model in the jar, {@code none} for search by words alone
 * @param vectors where the nearest vectors are looked for
 * @param workers how many documents are embedded at the same time; 0 for half of the cores
 * @param chunksPerUser how many pieces the documents of one account may have; 0 for no limit
 * @param lease how long a document stays with a replica that says nothing more of it
 * @param poll how often a replica looks for work of others; its own it begins at once
 * @param compareEvery how often the index is compared with the database, notifications or not
 * @param minSimilarity cosine that makes a piece an answer …
 * @param minWords … or the share of the question's words, by weight; whoever has neither is not found
 * @param maxConcurrent searches at the same time; 0 for the number of cores
 */
public record SearchConfig(
        Path folder,
        Model embeddings,
        Vectors vectors,
        @Min(0) @Max(64) Integer workers,
        @Min(0) Integer chunksPerUser,

        @MinDuration(value = 1, unit = TimeUnit.SECONDS) @MaxDuration(value = 1, unit = TimeUnit.HOURS)
        Duration lease,

        @MinDuration(value = 10, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 1, unit = TimeUnit.MINUTES)
        Duration poll,

        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 1, unit = TimeUnit.DAYS)
        Duration compareEvery,

        @DecimalMin("0.0") @DecimalMax("1.0") Double minSimilarity,
        @DecimalMin("0.0") @DecimalMax("1.0") Double minWords,
        @Min(0) @Max(1024) Integer maxConcurrent,
        @Valid Reading reading) {
    static final int CHUNK_SIZE = 1000;
    static final int CHUNK_OVERLAP = 200;

    /** Where vectors come from. */
    public enum Model {
        LOCAL,
        NONE
    }

    /** Which index holds the vectors; words are always in the folder. */
    public enum Vectors {
        /** In PostgreSQL where pgvector is installed, otherwise in the folder. */
        AUTO,
        LUCENE,
        PGVECTOR
    }

    /**
     * {@code search.reading:} the process that reads a PDF or Word document.
     *
     * @param time after which it is ended
     * @param memory that it may use
     * @param maxCharacters of one document; the rest is not searched
     * @param atOnce how many there may be
     */
    public record Reading(
            @MinDuration(value = 1, unit = TimeUnit.SECONDS) @MaxDuration(value = 10, unit = TimeUnit.MINUTES)
            Duration time,

            @MinDataSize(value = 32, unit = DataSizeUnit.MEBIBYTES)
            DataSize memory,

            @Min(1000) @Max(50_000_000) Integer maxCharacters,
            @Min(1) @Max(32) Integer atOnce) {
        public Reading {
            time = time == null ? Duration.seconds(30) : time;
            memory = memory == null ? DataSize.mebibytes(256) : memory;
            maxCharacters = maxCharacters == null ? 5_000_000 : maxCharacters;
            atOnce = atOnce == null ? 2 : atOnce;
        }

        Extraction extraction() {
            return new Extraction(
                    new Extraction.Limits(time.toJavaDuration(), memory.toMebibytes() + "m", maxCharacters, atOnce));
        }
    }

    public SearchConfig {
        folder = folder == null ? Path.of("data", "index") : folder;
        embeddings = embeddings == null ? Model.LOCAL : embeddings;
        vectors = vectors == null ? Vectors.AUTO : vectors;
        workers = workers == null ? 0 : workers;
        chunksPerUser = chunksPerUser == null ? 50_000 : chunksPerUser;
        lease = lease == null ? Duration.minutes(1) : lease;
        poll = poll == null ? Duration.seconds(2) : poll;
        compareEvery = compareEvery == null ? Duration.minutes(1) : compareEvery;
        minSimilarity = minSimilarity == null ? 0.6 : minSimilarity;
        minWords = minWords == null ? 0.2 : minWords;
        maxConcurrent = maxConcurrent == null ? 0 : maxConcurrent;
        reading = reading == null ? new Reading(null, null, null, null) : reading;
    }

    public static SearchConfig usual() {
        return new SearchConfig(null, null, null, null, null, null, null, null, null, null, null, null);
    }

    int embedders() {
        return workers > 0 ? workers : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    int searchesAtOnce() {
        return maxConcurrent > 0 ? maxConcurrent : Runtime.getRuntime().availableProcessors();
    }

    IndexKind index(Database db) {
        return switch (vectors) {
            case AUTO -> IndexKind.fitting(db);
            case LUCENE -> IndexKind.LUCENE;
            case PGVECTOR -> IndexKind.pgvector(db);
        };
    }

    Embeddings model() {
        return embeddings == Model.LOCAL ? new LocalEmbeddings(folder.resolve("native")) : new NoEmbeddings();
    }
}
