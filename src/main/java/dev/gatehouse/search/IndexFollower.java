package dev.gatehouse.search;

import dev.gatehouse.db.Database;
import dev.gatehouse.db.Notifications;
import dev.gatehouse.db.Topic;
import dev.gatehouse.search.index.IndexFailure;
import dev.gatehouse.search.index.SearchIndex;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the index of this replica at what PostgreSQL holds. A notification names the file that changed; now and then, and
 * whenever one may have been missed, the versions of all files are compared. Versions are compared for being different, not
 * for being later: numbers of a sequence are drawn in another order than transactions commit.
 */
final class IndexFollower implements Managed, Notifications.Subscriber {
    private static final Logger LOGGER = LoggerFactory.getLogger(IndexFollower.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration COMMIT_EVERY = Duration.ofSeconds(2);
    /**
     * A change is followed at once, and those that come while the index rests are followed together: each refresh writes a
     * segment that must be merged later, and during an import that would cost a fifth of what embedding costs.
     */
    private static final Duration REST = Duration.ofMillis(500);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    /** So often it is opened again before it is thrown away. */
    private static final int PATIENT_FAILURES = 2;

    private final Database db;
    private final KeptIndex kept;
    private final IndexUpdate update;
    private final Duration compareEvery;
    private final Lag lag;
    private final Bell bell;
    private final Thread thread = new Thread(this::run, "index-follower");
    private final Set<UUID> changed = new LinkedHashSet<>();
    private boolean everything = true;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile boolean open;
    private long lastComparison;
    private long lastCommit;
    private boolean uncommitted;
    private int failures;

    IndexFollower(Database db, KeptIndex kept, Duration compareEvery, Lag lag, Bell bell) {
        this.db = db;
        this.kept = kept;
        this.update = new IndexUpdate(db);
        this.compareEvery = compareEvery;
        this.lag = lag;
        this.bell = bell;
        thread.setDaemon(true);
    }

    /** To be called once the schema is there. */
    void open() {
        open = true;
        bell.ring();
    }

    @Override
    public Topic topic() {
        return Topic.DOCUMENTS;
    }

    @Override
    public void changed(String key) {
        synchronized (changed) {
            changed.add(UUID.fromString(key));
            lag.behind(changed.size());
        }
        bell.ring();
    }

    @Override
    public void everythingChanged() {
        synchronized (changed) {
            everything = true;
        }
        bell.ring();
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void stop() throws Exception {
        stopping.countDown();
        bell.ring();
        thread.join(PATIENCE.toMillis());
        kept.close();
    }

    private void run() {
        while (!isStopped()) {
            long heard = bell.count();
            try {
                if (open && follow() && stopping.await(REST.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                bell.await(heard, uncommitted ? COMMIT_EVERY : compareEvery);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private boolean isStopped() {
        return stopping.getCount() == 0;
    }

    /** @return whether there was anything to follow */
    private boolean follow() throws InterruptedException {
        SearchIndex index = null;
        try {
            index = kept.openOrMake();
            List<UUID> due = due(index);
            apply(index, due);
            lag.isCurrent();
            commitNowAndThen(index);
            failures = 0;
            return !due.isEmpty();
        } catch (RuntimeException e) {
            LOGGER.warn("Could not follow with the index, will try again: {}", e.getMessage());
            LOGGER.debug("Could not follow with the index", e);
            if (index != null && e instanceof IndexFailure) {
                repair(index, e);
            }
            everythingChanged();
            Thread.sleep(AFTER_FAILURE.toMillis());
            return false;
        }
    }

    private void repair(SearchIndex index, RuntimeException cause) {
        kept.failed(index, cause);
        failures++;
        if (failures > PATIENT_FAILURES) {
            kept.throwAway();
        }
    }

    /** The files to look at. */
    private List<UUID> due(SearchIndex index) {
        boolean compare;
        List<UUID> due;
        synchronized (changed) {
            compare = everything || System.nanoTime() - lastComparison > compareEvery.toNanos();
            everything = false;
            due = new ArrayList<>(changed);
            changed.clear();
        }
        if (!compare) {
            return due;
        }
        Set<UUID> all = new HashSet<>(different(index));
        all.addAll(due);
        lastComparison = System.nanoTime();
        return new ArrayList<>(all);
    }

    private Set<UUID> different(SearchIndex index) {
        Map<UUID, Long> here = new HashMap<>(index.versions());
        Set<UUID> different = new HashSet<>();
        for (ReaderDao.FileVersion there : db.with(ReaderDao.class, ReaderDao::versions)) {
            Long version = here.remove(there.fileId());
            if (version == null || version != there.version()) {
                different.add(there.fileId());
            }
        }
        // What is left is not there any more.
        different.addAll(here.keySet());
        if (different.size() > IndexUpdate.AT_A_TIME) {
            LOGGER.info("The index catches up with {} files", different.size());
        }
        return different;
    }

    private void apply(SearchIndex index, List<UUID> due) {
        if (!due.isEmpty()) {
            update.apply(index, due, lag, this::isStopped);
            index.refresh();
            uncommitted = true;
        }
        if (due.size() > IndexUpdate.AT_A_TIME) {
            LOGGER.info("The index has caught up with {} files", due.size());
        }
    }

    /** What a crash loses is done again, and nobody who searches waits for the disk. */
    private void commitNowAndThen(SearchIndex index) {
        if (uncommitted && System.nanoTime() - lastCommit > COMMIT_EVERY.toNanos()) {
            index.commit();
            uncommitted = false;
            lastCommit = System.nanoTime();
        }
    }
}
