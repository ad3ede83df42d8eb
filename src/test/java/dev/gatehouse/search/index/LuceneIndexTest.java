package dev.gatehouse.search.index;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.store.LockObtainFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The index in a folder. */
class LuceneIndexTest extends SearchIndexContract {
    @TempDir
    Path folder;

    private LuceneIndex index;

    @BeforeEach
    void open() throws IOException {
        index = LuceneIndex.open(folder);
    }

    @AfterEach
    void close() throws IOException {
        index.close();
    }

    @Override
    SearchIndex index() {
        return index;
    }

    @Test
    void twoProcessesDoNotWriteIntoOneFolder() {
        assertThatThrownBy(() -> LuceneIndex.open(folder)).isInstanceOf(LockObtainFailedException.class);
    }
}
