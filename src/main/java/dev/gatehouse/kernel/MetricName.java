package dev.gatehouse.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * The name of a metric that has labels, as it stands in the registry: {@code
 * metrics.counter(MetricName.of("mail", "outcome", "sent")).inc()}. Whoever reads the registry gets the labels back;
 * a metric without labels has a plain name in {@code snake_case} and needs nothing of this.
 *
 * <p>Labels are for what is few: outcomes, policies, routes. Never ids, addresses or anything that a caller chooses.
 */
public record MetricName(String name, List<Label> labels) {
    /** One dimension. */
    public record Label(String key, String value) {}

    public MetricName {
        labels = List.copyOf(labels);
    }

    /** @param labels key, value, key, value … always in the same order, so that one series has one name */
    public static String of(String name, String... labels) {
        if (labels.length % 2 != 0) {
            throw new IllegalArgumentException("The last label of " + name + " has no value");
        }
        StringBuilder text = new StringBuilder(name.length() + 24 * labels.length).append(name);
        for (int i = 0; i < labels.length; i += 2) {
            text.append(';').append(labels[i]).append('=').append(labels[i + 1].replace(';', ','));
        }
        return text.toString();
    }

    /** Reads what {@link #of} made, or a plain name. */
    public static MetricName parse(String registered) {
        String[] parts = registered.split(";", -1);
        List<Label> labels = new ArrayList<>(parts.length - 1);
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            labels.add(
                    equals < 0
                            ? new Label(parts[i], "")
                            : new Label(parts[i].substring(0, equals), parts[i].substring(equals + 1)));
        }
        return new MetricName(parts[0], labels);
    }

    /** For systems that know no labels: {@code mail.sent}. */
    public String dotted() {
        StringBuilder text = new StringBuilder(name);
        labels.forEach(label -> text.append('.').append(label.value()));
        return text.toString();
    }
}
