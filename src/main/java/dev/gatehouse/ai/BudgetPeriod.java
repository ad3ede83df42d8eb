package dev.gatehouse.ai;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** After how long a budget is full again: days and months of the calendar, in UTC. */
public enum BudgetPeriod {
    @JsonProperty("day")
    DAY,
    @JsonProperty("month")
    MONTH;

    /** The first day of the period that this moment lies in. */
    LocalDate startOf(Instant moment) {
        LocalDate day = moment.atZone(ZoneOffset.UTC).toLocalDate();
        return this == DAY ? day : day.withDayOfMonth(1);
    }

    /** When the next one begins. */
    Instant renewal(Instant moment) {
        LocalDate start = startOf(moment);
        return (this == DAY ? start.plusDays(1) : start.plusMonths(1))
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    /** As rows and clients name it. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
