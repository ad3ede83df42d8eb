package dev.gatehouse.http;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Arrays;
import java.util.List;

/** Several networks, written as a list or, where they come from one variable, as one text with commas. */
public record Networks(List<Network> all) {
    static final Networks NONE = new Networks(List.of());

    public Networks {
        all = List.copyOf(all);
    }

    /** @throws IllegalArgumentException for what is no network */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Networks of(Object written) {
        List<?> parts = written instanceof List<?> list
                ? list
                : Arrays.asList(String.valueOf(written).split(",", -1));
        return new Networks(parts.stream()
                .map(part -> String.valueOf(part).strip())
                .filter(part -> !part.isEmpty())
                .map(Network::parse)
                .toList());
    }

    boolean contains(String address) {
        return all.stream().anyMatch(network -> network.contains(address));
    }
}
