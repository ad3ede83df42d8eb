package dev.gatehouse.search.index;

import dev.gatehouse.search.index.SearchIndex.IndexedChunk;
import dev.gatehouse.search.index.SearchIndex.IndexedFile;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;

/** How a piece of a file looks as a document of Lucene. Nothing is stored but what identifies it. */
final class ChunkDocuments {
    static final String TEXT = "text";
    static final String READER = "reader";
    static final String FILE = "file";
    static final String FILE_BYTES = "file_bytes";
    static final String NUMBER = "number";
    static final String VERSION = "version";

    private ChunkDocuments() {}

    /** A field for each model: vectors of two models never meet. */
    static String vectorField(String model) {
        return "vector:" + model;
    }

    static List<Document> of(IndexedFile file) {
        return file.chunks().stream().map(chunk -> of(file, chunk)).toList();
    }

    private static Document of(IndexedFile file, IndexedChunk chunk) {
        Document document = new Document();
        document.add(new StringField(FILE, file.id().toString(), Field.Store.NO));
        document.add(new BinaryDocValuesField(FILE_BYTES, new BytesRef(bytes(file.id()))));
        document.add(new NumericDocValuesField(NUMBER, chunk.number()));
        document.add(new NumericDocValuesField(VERSION, file.version()));
        file.readers().forEach(reader -> document.add(new StringField(READER, reader, Field.Store.NO)));
        document.add(new TextField(TEXT, chunk.content(), Field.Store.NO));
        chunk.vector()
                .ifPresent(vector -> document.add(new KnnFloatVectorField(
                        vectorField(file.model()), vector, VectorSimilarityFunction.DOT_PRODUCT)));
        return document;
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    static UUID uuid(BytesRef bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes.bytes, bytes.offset, bytes.length);
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
