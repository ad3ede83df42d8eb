package dev.gatehouse.users;

import dev.gatehouse.db.Database;
import dev.gatehouse.db.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Takes what is asked for an address and handles it a moment later. The answer is given when one row is written, the
 * same for every address, so neither its text nor its time can tell whether there is an account.
 */
final class AccountRequests {
    private static final Logger LOGGER = LoggerFactory.getLogger(AccountRequests.class);
    private static final int AT_A_TIME = 500;

    /** Does what was asked, in the transaction that strikes it off the list. */
    @FunctionalInterface
    interface Handler {
        void handle(Tx tx, AccountRequest request);
    }

    private final Database db;
    private final Clock clock;
    private final Map<AccountRequest.Kind, Handler> handlers;

    AccountRequests(Database db, Clock clock, Map<AccountRequest.Kind, Handler> handlers) {
        this.db = db;
        this.clock = clock;
        this.handlers = Map.copyOf(handlers);
    }

    /** Handles what is due. One that fails is tried again later and keeps nobody waiting. */
    void handleDue() {
        UUID[] current = new UUID[1];
        for (int i = 0; i < AT_A_TIME; i++) {
            current[0] = null;
            try {
                if (!db.inTransaction(tx -> handleNext(tx, current))) {
                    return;
                }
            } catch (RuntimeException e) {
                if (current[0] == null) {
                    throw e;
                }
                postpone(current[0], e);
            }
        }
    }

    private boolean handleNext(Tx tx, UUID[] current) {
        AccountRequestDao dao = tx.dao(AccountRequestDao.class);
        AccountRequest request = dao.next(clock.instant()).orElse(null);
        if (request == null) {
            return false;
        }
        current[0] = request.id();
        // As if it were done in the request that asked for it: logs and the outbox name it.
        MDC.put("request_id", request.requestId());
        try {
            handlers.get(request.what()).handle(tx, request);
        } finally {
            MDC.remove("request_id");
        }
        dao.delete(request.id());
        return true;
    }

    private void postpone(UUID id, RuntimeException cause) {
        // Without the message, which may show the address.
        LOGGER.warn(
                "Could not handle the account request {}, will try again: {}",
                id,
                cause.getClass().getName());
        LOGGER.debug("Could not handle the account request {}", id, cause);
        Instant now = clock.instant();
        db.with(AccountRequestDao.class, dao -> {
            dao.postpone(id, now);
            return null;
        });
    }
}
