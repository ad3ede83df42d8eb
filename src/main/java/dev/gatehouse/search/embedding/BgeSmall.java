package dev.gatehouse.search.embedding;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * bge-small-en-v1.5 with 8-bit weights, run by ONNX Runtime in the thread that asks. Several threads may ask at once; to
 * batch texts brings nothing on a CPU.
 */
final class BgeSmall implements AutoCloseable {
    static final int DIMENSIONS = 384;
    private static final int MAX_TOKENS = 512;
    private static final String MODEL = "/bge-small-en-v1.5-q.onnx";
    private static final String TOKENIZER = "/bge-small-en-v1.5-q-tokenizer.json";

    private final WordPiece tokenizer;
    private final OrtEnvironment environment;
    private final OrtSession session;

    private BgeSmall(WordPiece tokenizer, OrtEnvironment environment, OrtSession session) {
        this.tokenizer = tokenizer;
        this.environment = environment;
        this.session = session;
    }

    /** Takes half a second and some 80 MB of native memory. */
    static BgeSmall load() throws IOException, OrtException {
        WordPiece tokenizer;
        try (InputStream in = resource(TOKENIZER)) {
            tokenizer = WordPiece.parse(in);
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment("gatehouse");
        try (InputStream in = resource(MODEL);
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            // Runs in the calling thread: no pool that waits by spinning.
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            return new BgeSmall(tokenizer, environment, environment.createSession(in.readAllBytes(), options));
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream in = BgeSmall.class.getResourceAsStream(name);
        if (in == null) {
            throw new IOException("the jar was built without " + name);
        }
        return in;
    }

    float[] embed(String text) throws OrtException {
        long[] ids = tokenizer.ids(text, MAX_TOKENS);
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        long[] shape = {1, ids.length};
        try (OnnxTensor tokens = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
                OnnxTensor mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape);
                OnnxTensor types = OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape);
                OrtSession.Result result =
                        session.run(Map.of("input_ids", tokens, "attention_mask", mask, "token_type_ids", types))) {
            // The vector of the first token stands for the text (CLS pooling), and is the first in memory.
            float[] vector = new float[DIMENSIONS];
            ((OnnxTensor) result.get(0)).getFloatBuffer().get(vector);
            return normalized(vector);
        }
    }

    private static float[] normalized(float[] vector) {
        double sum = 0;
        for (float value : vector) {
            sum += value * value;
        }
        float length = (float) Math.sqrt(sum);
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= length;
        }
        return vector;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
