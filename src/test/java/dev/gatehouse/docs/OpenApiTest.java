package dev.gatehouse.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import dev.gatehouse.testing.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The committed description is true and complete. That the service keeps to it is checked in every other test. */
class OpenApiTest {
    private static final Path COMMITTED = Path.of("docs", "openapi.json");
    private static final DescriptionOfTheCode CODE = DescriptionOfTheCode.make();
    private static final JsonNode DOCUMENT = CODE.document();

    @Test
    void theCommittedDescriptionIsThatOfTheCode() throws IOException {
        if ("write".equals(System.getenv("OPENAPI"))) {
            Files.writeString(COMMITTED, CODE.text());
        }
        assertThat(Files.readString(COMMITTED).equals(CODE.text()))
                .as("docs/openapi.json is not that of the code; `make openapi` writes it, look at the difference")
                .isTrue();
    }

    @Test
    void everyRouteIsDescribedInWords() {
        assertThat(CODE.undescribed())
                .as("routes without a summary in src/main/resources/docs/openapi.yml")
                .isEmpty();
    }

    @Test
    void everyOperationHasANameOfItsOwnAndSaysWhoMayCallIt() {
        Set<String> names = new HashSet<>();
        operations().forEach(operation -> {
            String name = operation.path("operationId").asText();
            assertThat(names.add(name)).as(name).isTrue();
            assertThat(operation.has("security")).as(name).isTrue();
            assertThat(operation.path("description").asText()).as(name).containsPattern("For |Needs the permission");
        });
        assertThat(names).hasSizeGreaterThan(50);
    }

    @Test
    void everyAnswerWithABodyHasAShape() {
        DOCUMENT.path("paths").properties().forEach(path -> path.getValue()
                .forEach(operation -> operation.path("responses").properties().forEach(response -> response.getValue()
                        .path("content")
                        .properties()
                        .forEach(media -> {
                            if (media.getKey().contains("json")) {
                                assertThat(media.getValue().path("schema").isEmpty())
                                        .as(path.getKey() + " " + response.getKey() + " needs @AnswersWith")
                                        .isFalse();
                            }
                        }))));
    }

    @Test
    void everyExampleFitsItsSchema() {
        List<String> wrong = new ArrayList<>();
        DOCUMENT.path("paths").properties().forEach(path -> path.getValue().forEach(operation -> {
            check(path.getKey(), operation.path("requestBody"), wrong);
            operation.path("responses").forEach(response -> check(path.getKey(), response, wrong));
        }));
        DOCUMENT.path("components").path("examples").properties().forEach(example -> {
            JsonSchema problem = Schemas.of(DOCUMENT).component("Problem");
            problem.validate(example.getValue().path("value")).forEach(error -> wrong.add(example.getKey() + error));
        });
        assertThat(wrong).isEmpty();
    }

    private static void check(String path, JsonNode body, List<String> wrong) {
        body.path("content").properties().forEach(media -> {
            JsonNode example = media.getValue().path("example");
            if (!example.isMissingNode()) {
                for (ValidationMessage error : Schemas.of(DOCUMENT)
                        .schema(media.getValue().path("schema"))
                        .validate(example)) {
                    wrong.add(path + " " + media.getKey() + ": " + error.getMessage());
                }
            }
        });
    }

    private static List<JsonNode> operations() {
        List<JsonNode> operations = new ArrayList<>();
        DOCUMENT.path("paths").forEach(path -> path.forEach(operations::add));
        return operations;
    }
}
