package dev.gatehouse.limits;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.kernel.FeatureModule;
import dev.gatehouse.store.Budgets;
import java.util.List;

/** How often who may do what. */
public final class LimitsModule implements FeatureModule {
    private final RateLimits limits;
    private final Captcha captcha;

    public LimitsModule(LimitsConfig config, Budgets budgets, MetricRegistry metrics) {
        this.limits = new RateLimits(config, budgets, metrics);
        this.captcha = new Captcha(config.captcha(), metrics);
    }

    public RateLimits limits() {
        return limits;
    }

    public Captcha captcha() {
        return captcha;
    }

    @Override
    public List<Object> resources() {
        return List.of(new RateLimitHeaders());
    }
}
