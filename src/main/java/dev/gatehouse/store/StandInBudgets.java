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
    private final int replicas;
    private final CircuitBreaker breaker;
    private final MetricRegistry metrics;

    StandInBudgets(
            RedisBudgets shared, MemoryBudgets own, int replicas, CircuitBreaker breaker, MetricRegistry metrics) {
        this.shared = shared;
        this.own = own;
        this.replicas = replicas;
        this.breaker = breaker;
        this.metrics = metrics;
    }

    @Override
    public Decision take(List<Budget> budgets) {
        try {
            Decision decision = breaker.executeSupplier(() -> shared.take(budgets));
            if (decision.allowed()) {
                own.note(parts(budgets));
            }
            return decision;
        } catch (JedisException | CallNotPermittedException e) {
            missed(e);
            return alone(own.take(parts(budgets)));
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
        tell(() -> shared.giveBack(budgets));
    }

    @Override
    public void forget(List<Budget> budgets) {
        own.forget(parts(budgets));
        tell(() -> shared.forget(budgets));
    }

    boolean isStandingIn() {
        return breaker.getState() != CircuitBreaker.State.CLOSED;
    }

    private static Decision alone(Decision decision) {
        return new Decision(decision.allowed(), decision.states(), true);
    }

    private void tell(Runnable message) {
        try {
            breaker.executeRunnable(message);
        } catch (JedisException | CallNotPermittedException e) {
            missed(e);
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
