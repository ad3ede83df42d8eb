package dev.gatehouse.ai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.access.Caller;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Tx;
import dev.gatehouse.http.Paging;
import dev.gatehouse.kernel.Cursor;
import dev.gatehouse.kernel.Ids;
import dev.gatehouse.kernel.Page;
import dev.gatehouse.kernel.Refusal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/** What people and models said to each other; everybody sees his own. */
final class Conversations {
    private static final String ORDER = "-id";
    private static final String WHAT = "conversation";
    private static final int LONGEST_TITLE = 80;
    private static final int MOST_SHOWN = 1_000;
    private static final int LONGEST_MEMORY = 12_000;

    private final Database db;
    private final ObjectMapper json;
    private final Clock clock;
    private final int turns;

    /** @param turns how many questions with their answers a model is reminded of */
    Conversations(Database db, ObjectMapper json, Clock clock, int turns) {
        this.db = db;
        this.json = json;
        this.clock = clock;
        this.turns = turns;
    }

    /**
     * One that a question belongs to.
     *
     * @param begins whether it is not there yet: only an answer makes it
     * @param history the oldest first
     */
    record Open(UUID id, long userId, boolean begins, List<Prompts.Turn> history) {}

    /** @throws Refusal {@code not_found} (404) for one of somebody else */
    Open open(Caller caller, ChatQuestion asked) {
        UUID id = asked.conversationId();
        if (id == null) {
            return new Open(Ids.next(), caller.userId(), true, List.of());
        }
        return db.with(ConversationDao.class, dao -> {
            if (dao.find(id, caller.userId()).isEmpty()) {
                throw Refusal.notFound(WHAT);
            }
            return new Open(id, caller.userId(), false, memory(dao.latest(id, 2 * turns)));
        });
    }

    /** Adds a question and its answer; nothing if the conversation was deleted meanwhile. */
    void remember(Tx tx, Open conversation, String question, Finished answer, List<Citation> citations) {
        ConversationDao dao = tx.dao(ConversationDao.class);
        Instant now = clock.instant();
        if (conversation.begins()) {
            dao.insert(conversation.id(), conversation.userId(), title(question), now);
        } else if (dao.touch(conversation.id(), now) == 0) {
            return;
        }
        dao.add(Ids.next(), conversation.id(), "user", question, null, "[]", now);
        dao.add(Ids.next(), conversation.id(), "assistant", answer.text(), answer.model(), write(citations), now);
    }

    Page<Conversation> list(Caller caller, Paging paging) {
        UUID after =
                paging.after(ORDER, 1).map(cursor -> uuid(cursor.key().get(0))).orElse(null);
        return db.with(
                ConversationDao.class,
                dao -> Page.of(
                        dao.list(caller.userId(), after, paging.limit() + 1, paging.skip()),
                        paging.limit(),
                        conversation ->
                                new Cursor(ORDER, List.of(conversation.id().toString())),
                        paging.wantsTotal() ? OptionalLong.of(dao.count(caller.userId())) : OptionalLong.empty()));
    }

    /** @throws Refusal {@code not_found} (404) for one of somebody else */
    WholeConversation get(Caller caller, UUID id) {
        return db.with(ConversationDao.class, dao -> {
            Conversation found = dao.find(id, caller.userId()).orElseThrow(() -> Refusal.notFound(WHAT));
            List<WholeConversation.Message> messages = new ArrayList<>();
            dao.latest(id, MOST_SHOWN).forEach(row -> messages.add(message(row)));
            Collections.reverse(messages);
            return new WholeConversation(id, found.title(), found.createdAt(), found.updatedAt(), messages);
        });
    }

    /** @throws Refusal {@code not_found} (404) for one of somebody else */
    void delete(Caller caller, UUID id) {
        if (db.with(ConversationDao.class, dao -> dao.delete(id, caller.userId())) == 0) {
            throw Refusal.notFound(WHAT);
        }
    }

    /** As much of the newest as a model is reminded of. */
    private static List<Prompts.Turn> memory(List<ConversationDao.Row> newestFirst) {
        List<Prompts.Turn> memory = new ArrayList<>();
        int length = 0;
        for (ConversationDao.Row row : newestFirst) {
            length += row.content().length();
            if (length > LONGEST_MEMORY) {
                break;
            }
            memory.add(new Prompts.Turn(row.role(), row.content()));
        }
        Collections.reverse(memory);
        return memory;
    }

    private WholeConversation.Message message(ConversationDao.Row row) {
        try {
            return new WholeConversation.Message(
                    row.id(), row.role(), row.content(), row.model(), json.readTree(row.citations()), row.createdAt());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL keeps JSON only", e);
        }
    }

    private String write(List<Citation> citations) {
        try {
            return json.writeValueAsString(
                    citations.stream().map(Citation::withoutContent).toList());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Citations can be written as JSON", e);
        }
    }

    private static String title(String question) {
        String line = PlainText.of(question).replaceAll("\\s+", " ").strip();
        if (line.length() <= LONGEST_TITLE) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(LONGEST_TITLE - 1)) ? LONGEST_TITLE - 1 : LONGEST_TITLE;
        return line.substring(0, end) + "…";
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Cursor.bad();
        }
    }
}
