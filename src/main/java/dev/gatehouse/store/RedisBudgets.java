package dev.gatehouse.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Budgets that all replicas share: one script, one round trip and Redis' own clock per decision.
 *
 * <p>Throws {@code JedisException} if Redis does not answer in time.
 */
final class RedisBudgets implements Budgets {
    private static final String PREFIX = "gatehouse:budget:";

    private final UnifiedJedis redis;
    private final String script;
    private volatile String sha;

    RedisBudgets(UnifiedJedis redis) {
        this.redis = redis;
        this.script = script();
    }

    @Override
    public Decision take(List<Budget> budgets) {
        return run(budgets, 1, false);
    }

    @Override
    public Decision look(List<Budget> budgets) {
        return run(budgets, 0, false);
    }

    @Override
    public void giveBack(List<Budget> budgets) {
        run(budgets, -1, true);
    }

    @Override
    public void forget(List<Budget> budgets) {
        redis.del(keys(budgets).toArray(String[]::new));
    }

    /** Counts what was used elsewhere, whatever is left. */
    void charge(Budget budget, int times) {
        run(List.of(budget), times, true);
    }

    private Decision run(List<Budget> budgets, int cost, boolean always) {
        List<String> arguments = new ArrayList<>();
        arguments.add(Integer.toString(cost));
        arguments.add(always ? "1" : "0");
        for (Budget budget : budgets) {
            arguments.add(Long.toString(budget.quota().count()));
            arguments.add(Long.toString(budget.quota().window().toMillis()));
        }
        List<?> answer = (List<?>) evaluate(keys(budgets), arguments);
        long now = number(answer, 1);
        List<Decision.State> states = new ArrayList<>();
        for (int i = 0; i < budgets.size(); i++) {
            Window window = new Window(number(answer, 2 + 3 * i), number(answer, 3 + 3 * i), number(answer, 4 + 3 * i));
            states.add(window.state(budgets.get(i).quota(), now));
        }
        return new Decision(number(answer, 0) == 1, states, false);
    }

    /** A Redis that was started anew does not know the script any more. */
    private Object evaluate(List<String> keys, List<String> arguments) {
        String known = sha;
        if (known != null) {
            try {
                return redis.evalsha(known, keys, arguments);
            } catch (JedisNoScriptException e) {
                sha = null;
            }
        }
        sha = redis.scriptLoad(script, keys.get(0));
        return redis.evalsha(sha, keys, arguments);
    }

    private static List<String> keys(List<Budget> budgets) {
        return budgets.stream().map(budget -> PREFIX + budget.storedUnder()).toList();
    }

    private static long number(List<?> answer, int index) {
        return (Long) answer.get(index);
    }

    private static String script() {
        try (InputStream in = RedisBudgets.class.getResourceAsStream("/store/budgets.lua")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
