package dev.gatehouse.ai;

import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.TestDatabase;
import dev.gatehouse.testing.Tour;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** The page about AI, run as a reader would, with a model that says one thing only. */
@ExtendWith(GatehouseExtension.class)
class AiTourTest {
    @Test
    void everyStepPrintsWhatThePagePromises(TestDatabase database) throws Exception {
        Tour tour = Tour.of("docs/ai.md");
        assertThat(tour.length()).isGreaterThan(7);
        try (AiStage stage = AiStage.open(database, Map.of("sampleData", "true"))) {
            stage.model.plays(call -> call.answer("Because ", "of the air."));
            tour.walk(stage.gatehouse);
        }
    }

    @Test
    void everyEndpointIsOnThePage() throws Exception {
        String page = Files.readString(Path.of("docs/ai.md"));
        for (String path : List.of(
                "chat -d",
                "generate-idea -d",
                "enhance-content -d",
                "auto-fill -d",
                "search-documents -d",
                "models",
                "conversations?",
                "conversations/$ID",
                "usage\n",
                "usage/summary",
                "usage/export",
                "budgets\n",
                "budgets/global\n")) {
            assertThat(page).contains("api/v1/ai/" + path);
        }
    }
}
