package dev.gatehouse.store;

import com.codahale.metrics.MetricRegistry;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Budgets in Redis, and in this process while Redis is away: each replica then has its part of every quota. What Redis
 * allows is counted here too, so that an outage is not a fresh start for whoever had used up his budget.
 */
final class StandInBudgets implements Budgets {
    private static final Logger LOGGER = LoggerFactory.getLogger(StandInBudgets.class);

    private final RedisBudgets shared;
    private final MemoryBudgets own;
    private final Debts debts;
    private final int replicas;
    private final CircuitBreaker breaker;
    private final MetricRegistry metrics;

    /** What this process knows by itself. */
    record Own(MemoryBudgets budgets, Debts debts) {}

    StandInBudgets(RedisBudgets shared, Own own, int replicas, CircuitBreaker breaker, MetricRegistry metrics) {
        this.shared = shared;
        this.own = own.budgets();
        this.debts = own.debts();
        this.replicas = replicas;
        this.breaker = breaker;
        this.metrics = metrics;
    }

    @Override
    public Decision take(List<Budget> budgets) {
        try {
            Decision decision = breaker.executeSupplier(() -> {
                debts.settle(budgets, shared::charge);
                return shared.take(budgets);
            });
            if (decision.allowed()) {
                own.note(parts(budgets));
            }
            return decision;
        } catch (JedisException | CallNotPermittedException e) {
            missed(e);
            Decision decision = own.take(parts(budgets));
            if (decision.allowed()) {
                debts.add(budgets);
            }
            return alone(decision);
        }
    }

    @Override
    public Decision look(List<Budget> budgets) {
        try {
            return breaker.executeSupplier(() -> shared.look(budgets));
        } catch (JedisException | CallNotPermittedException e) {
            missed(e);
            return alone(own.look(parts(budgets)));
        }
    }

    @Override
    public void giveBack(List<Budget> budgets) {
        own.giveBack(parts(budgets));
        if (!tell(() -> shared.giveBack(budgets))) {
            debts.takeBack(budgets);
        }
    }

    @Override
    public void forget(List<Budget> budgets) {
        own.forget(parts(budgets));
        debts.forget(budgets);
        tell(() -> shared.forget(budgets));
    }

    boolean isStandingIn() {
        return breaker.getState() != CircuitBreaker.State.CLOSED;
    }

    private static Decision alone(Decision decision) {
        return new Decision(decision.allowed(), decision.states(), true);
    }

    private boolean tell(Runnable message) {
        try {
            breaker.executeRunnable(message);
            return true;
        } catch (JedisException | CallNotPermittedException e) {
            missed(e);
            return false;
        }
    }

    private void missed(RuntimeException e) {
        metrics.counter("store_stood_in").inc();
        LOGGER.debug("Redis does not answer, this process counts alone", e);
    }

    private List<Budget> parts(List<Budget> budgets) {
        return budgets.stream()
                .map(budget -> new Budget(budget.key(), budget.quota().dividedBy(replicas)))
                .toList();
    }
}
