package dev.gatehouse.ai;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.DatabaseConfig;
import dev.gatehouse.db.DatabaseModule;
import dev.gatehouse.db.PoolConfig;
import dev.gatehouse.db.SchemaPolicy;
import dev.gatehouse.db.ServerDatabaseConfig;
import dev.gatehouse.http.Json;
import dev.gatehouse.http.Origin;
import dev.gatehouse.kernel.Secret;
import dev.gatehouse.mail.FolderMailConfig;
import dev.gatehouse.mail.MailModule;
import dev.gatehouse.search.Passage;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.TestDatabase;
import io.dropwizard.util.Duration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Documents and people who give orders to the model. The model here obeys everybody: what is tested is what it gets to
 * read and what becomes of what it says, not how clever it is.
 */
@ExtendWith(GatehouseExtension.class)
class InjectionTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HONEST = "The launch code of the coffee machine is 1234.";
    private static final Pattern ORDER = Pattern.compile("REPLY:(.*)", Pattern.DOTALL);
    private static final Pattern BLOCK =
            Pattern.compile("<<<([A-Z]+(?: \\d+)?) (\\w+)\n(.*?)\n\\1 \\2>>>", Pattern.DOTALL);
    /** What some viewer somewhere makes a link, an image or a tag of. */
    private static final Pattern ALIVE = Pattern.compile(
            "\\]\\(|\\]:|<[a-z/!?]|(?:https?|ftp)://\\S|www\\.\\S|mailto:\\S|javascript:\\S", Pattern.CASE_INSENSITIVE);

    private static final Pattern HIDDEN = Pattern.compile(
            "[\\p{Cf}\\x00-\\x08\\x0B-\\x1F\\x7F\u3164\u115F\u1160\uFFA0\u034F\uFE00-\uFE0E\\x{E0100}-\\x{E01EF}]");

    private static StubModel model;
    private static DatabaseModule database;
    private static List<Passage> found = List.of();
    private static AiModule ai;

    /** One attack. */
    record Attack(String name, String where, String text) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Attack> attacks() throws IOException {
        List<Attack> attacks = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/ai/red-team.jsonl"))) {
            JsonNode attack = JSON.readTree(line);
            attacks.add(new Attack(
                    attack.path("name").asText(),
                    attack.path("where").asText(),
                    attack.path("text").asText()));
        }
        return attacks.stream();
    }

    @BeforeAll
    static void open(TestDatabase shared) {
        model = StubModel.start();
        MetricRegistry metrics = new MetricRegistry();
        Clock clock = Clock.systemUTC();
        ObjectMapper json = Json.mapper();
        PoolConfig pool = new PoolConfig(
                1, 4, Duration.seconds(5), null, Duration.seconds(0), null, Duration.seconds(5), null, "test");
        database = new DatabaseModule(
                new ServerDatabaseConfig(
                        shared.endpoint().url(),
                        shared.endpoint().user(),
                        shared.endpoint().password(),
                        pool),
                DatabaseConfig.Opener.COMMAND,
                SchemaPolicy.EXACT,
                metrics,
                Runnable::run);
        database.notifications().start();
        Storage storage =
                new Storage(database.database(), database.notifications(), new AuditTrail(clock, json, metrics));
        MailModule mail = new MailModule(
                new FolderMailConfig(Path.of("target", "mail-injection"), null, null),
                storage,
                new MailModule.Service(shared.masterKey(), clock, json, metrics));
        ProviderConfig provider = new ProviderConfig(
                ProviderConfig.Type.OPENAI,
                model.url(),
                Secret.of(AiStage.KEY),
                List.of("gpt-4o-mini"),
                null,
                null,
                null,
                null,
                null);
        AiConfig config = new AiConfig("main", Map.of("main", provider), null, 4_000, null, null, null, null);
        ai = new AiModule(
                config,
                new AiModule.Needs(storage, mail.outbox(), (caller, query, max) -> found),
                new AiModule.Service("https://gatehouse.example", clock, json, metrics));
    }

    @AfterAll
    static void close() throws Exception {
        database.notifications().stop();
        database.close();
        model.close();
    }

    /** Believes everything, and says it in small pieces. */
    private static void obeys(StubModel.Call call) throws IOException {
        StringBuilder said = new StringBuilder("Obeying.");
        if (call.user().contains("REPEAT EVERYTHING")) {
            said.append(call.system()).append(call.user());
        }
        Matcher block = BLOCK.matcher(call.user());
        while (block.find()) {
            Matcher order = ORDER.matcher(block.group(3));
            if (order.find()) {
                said.append(order.group(1));
            }
        }
        call.answer(said.toString().split("(?<=\\G.{3})", -1));
    }

    private static ChatAnswer ask(Given given, Attack attack, List<String> pieces) {
        List<Passage> passages = new ArrayList<>(List.of(passage(HONEST)));
        if (attack.where().equals("document")) {
            passages.add(0, passage(attack.text()));
        }
        found = passages;
        model.plays(InjectionTest::obeys);
        long user = given.user().exists();
        Caller caller = new Caller(user, null, null, Set.of("ai:use"), false, Origin.ofTheService());
        String message = attack.where().equals("message") ? attack.text() : "What is the code?";
        String wishes = attack.where().equals("wishes") ? attack.text() : null;
        Map<String, Object> context = attack.where().equals("context") ? Map.of("note", attack.text()) : null;
        ChatQuestion question = new ChatQuestion(message, wishes, context, true, null, null);
        return ai.chat()
                .answer(
                        caller,
                        question,
                        new Listener() {
                            @Override
                            public void delta(String text) {
                                pieces.add(text);
                            }

                            @Override
                            public void tick() {
                                // Patience.
                            }
                        },
                        true);
    }

    private static Passage passage(String text) {
        return new Passage(UUID.randomUUID(), "notes.txt", 0, 1, 0, text.length(), text, 1);
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void anAttackEndsAsText(Attack attack, Given given) {
        List<String> pieces = new ArrayList<>();
        ChatAnswer answer = ask(given, attack, pieces);
        StubModel.Call call = model.only();

        // What the model read: the server's words alone, and everything else in blocks that nobody forged.
        assertThat(call.json.path("messages")).hasSize(2);
        assertThat(call.system()).doesNotContain("REPLY", "PWNED", "REPEAT", HONEST);
        assertThat(call.system() + call.user()).doesNotContainPattern(HIDDEN);
        List<String> labels = new ArrayList<>();
        List<String> codes = new ArrayList<>();
        Matcher block = BLOCK.matcher(call.user());
        while (block.find()) {
            labels.add(block.group(1));
            codes.add(block.group(2));
        }
        assertThat(codes.stream().distinct()).hasSize(1);
        assertThat(call.system()).contains(codes.get(0));
        assertThat(call.user().split("<<<", -1)).hasSize(labels.size() + 1);
        assertThat(call.user().split(">>>", -1)).hasSize(labels.size() + 1);
        assertThat(labels)
                .isEqualTo(
                        switch (attack.where()) {
                            case "document" -> List.of("SOURCE 1", "SOURCE 2", "QUESTION");
                            case "wishes" -> List.of("WISHES", "SOURCE 1", "QUESTION");
                            case "context" -> List.of("CONTEXT", "SOURCE 1", "QUESTION");
                            default -> List.of("SOURCE 1", "QUESTION");
                        });

        // What whoever asked gets: text, with marks of real sources only, and nothing of ours.
        assertThat(answer.response()).startsWith("Obeying.");
        assertThat(answer.response()).doesNotContainPattern(ALIVE).doesNotContainPattern(HIDDEN);
        assertThat(answer.response()).doesNotContain(codes.get(0));
        int sources = labels.contains("SOURCE 2") ? 2 : 1;
        Matcher mark = Pattern.compile("\\[(\\d+)]").matcher(answer.response());
        while (mark.find()) {
            assertThat(Integer.parseInt(mark.group(1))).isBetween(1, sources);
        }
        assertThat(answer.citations())
                .allSatisfy(citation -> assertThat(answer.response()).contains("[" + citation.number() + "]"));
        String streamed = String.join("", pieces);
        assertThat(streamed)
                .doesNotContainPattern(ALIVE)
                .doesNotContainPattern(HIDDEN)
                .doesNotContain(codes.get(0));
    }

    @Test
    void thereAreEnoughAttacks() throws IOException {
        assertThat(attacks()).hasSizeGreaterThanOrEqualTo(60);
        assertThat(attacks().map(Attack::name)).doesNotHaveDuplicates();
    }

    @Test
    @Tag("defect-40")
    void honestAnswersStayAsTheyAre(Given given) {
        for (String text : List.of(
                "conversion = 5 percent, if (a < b && c > d) { return x[i]; }",
                "E-Mail: jane@example.org, 10:30, C:\\temp, a/b, 3 <4",
                "Liste:\n- eins\n- zwei\n\n**fett** `code` 你好 🙂 naïve",
                "See [1] and [2].")) {
            List<String> pieces = new ArrayList<>();
            ChatAnswer answer = ask(given, new Attack("none", "document", "REPLY:" + text), pieces);
            String expected = "Obeying." + text.replace("x[i]", "x[i]");
            assertThat(answer.response()).isEqualTo(expected);
            assertThat(String.join("", pieces)).isEqualTo(expected);
        }
    }

    @Test
    void onlyWhatIsNamedIsCited(Given given) {
        ChatAnswer answer = ask(given, new Attack("none", "document", "REPLY: It is 1234 [2]."), new ArrayList<>());
        assertThat(answer.citations()).hasSize(1);
        Citation citation = answer.citations().get(0);
        assertThat(citation.number()).isEqualTo(2);
        assertThat(citation.fileId()).isEqualTo(found.get(1).fileId());
        assertThat(citation.content()).isEqualTo(HONEST);
        assertThat(citation.page()).isEqualTo(1);
    }

    @Test
    void withoutAModelSentencesAreQuotedAndNothingIsMadeUp(Given given) {
        found = List.of(
                passage("Tea is served at five. The launch code of the coffee machine is 1234! See https://x.example"),
                passage("Nobody knows the colour of the sky. [7] It may be blue."));
        Caller caller = new Caller(given.user().exists(), null, null, Set.of("ai:use"), false, Origin.ofTheService());
        ChatQuestion question =
                new ChatQuestion("What is the launch code?", null, null, null, null, AiConfig.EXTRACTIVE);
        ChatAnswer answer = ai.chat().answer(caller, question, Unheard.LISTENER, false);
        assertThat(answer.generated()).isFalse();
        assertThat(answer.response()).contains("The launch code of the coffee machine is 1234! [1]");
        assertThat(answer.citations().get(0).number()).isEqualTo(1);
        assertThat(answer.usage().costUsd()).isEqualByComparingTo("0");

        found = List.of();
        ChatAnswer nothing = ai.chat().answer(caller, question, Unheard.LISTENER, false);
        assertThat(nothing.response()).isEqualTo(Chat.NOTHING_FOUND);
        assertThat(nothing.citations()).isEmpty();
    }
}
