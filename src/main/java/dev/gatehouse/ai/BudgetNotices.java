package dev.gatehouse.ai;

import dev.gatehouse.db.Tx;
import dev.gatehouse.mail.Letter;
import dev.gatehouse.mail.Outbox;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Tells by mail, once in a period, that most of a budget is used: its user, or those who set budgets. */
final class BudgetNotices {
    /** Four fifths. */
    static final BigDecimal SHARE = new BigDecimal("0.8");

    private static final int MAX_READERS = 20;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Outbox outbox;

    BudgetNotices(Outbox outbox) {
        this.outbox = outbox;
    }

    /** With the transaction that used it. */
    void sendIfDue(Tx tx, long budgetId, Instant at) {
        SpendDao dao = tx.dao(SpendDao.class);
        var day = BudgetPeriod.DAY.startOf(at);
        var month = BudgetPeriod.MONTH.startOf(at);
        if (dao.noticeIfDue(budgetId, day, month, SHARE, at).isEmpty()) {
            return;
        }
        NoticeDao notices = tx.dao(NoticeDao.class);
        NoticeDao.Subject subject = notices.subject(budgetId);
        boolean own = subject.userId() != null;
        List<NoticeDao.Reader> readers =
                own ? notices.owner(subject.userId()) : notices.holdersOf(AiModule.MANAGE, MAX_READERS);
        for (NoticeDao.Reader reader : readers) {
            Letter letter = Letter.of(own ? "ai-budget-own" : "ai-budget-shared")
                    .to(reader.email())
                    .in(reader.locale() == null ? null : Locale.forLanguageTag(reader.locale()))
                    .with("name", reader.firstName())
                    .with("limit", limit(subject))
                    .with("renews", TIME.format(subject.period().renewal(at)));
            outbox.post(tx, own ? letter : letter.with("scope", subject.scope()));
        }
    }

    private static String limit(NoticeDao.Subject subject) {
        return subject.limitUsd() == null
                ? subject.limitTokens() + " tokens"
                : BudgetRow.plain(subject.limitUsd()).toPlainString() + " USD";
    }
}
