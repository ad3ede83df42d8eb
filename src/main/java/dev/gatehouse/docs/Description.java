package dev.gatehouse.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Supplier;

/** {@code openapi.json} as it is sent: made once, when somebody first asks. */
final class Description {
    private final ObjectMapper json;
    private Supplier<ObjectNode> maker;
    private byte[] made;

    Description(ObjectMapper json) {
        this.json = json;
    }

    synchronized void isMadeBy(Supplier<ObjectNode> document) {
        this.maker = document;
        this.made = null;
    }

    synchronized byte[] bytes() {
        if (made == null) {
            try {
                made = json.writeValueAsBytes(maker.get());
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("A tree can always be written", e);
            }
        }
        return made.clone();
    }
}
