package dev.gatehouse.users;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which part of a text the index of trigrams is asked for. */
class RarePartTest {
    private static final Map<String, Double> KNOWN =
            Map.of("use", 1.0, "ser", 1.0, "er0", 1.0, "r00", 0.1, "000", 0.03, "005", 0.02, "050", 0.01, "mar", 0.05);

    @ParameterizedTest
    @CsvSource({
        "user0050123, 0050123, 0",
        "user005, 005, 0.02",
        "user0050, 0050, 0.01",
        "USER0050, 0050, 0.01",
        "xyz, xyz, 0",
        "Xyz, Xyz, 0",
        "abcdefghijklmnop, abcdefgh, 0",
        "ma.xyzuser, xyzus, 0",
        "50% xyz, xyz, 0",
        "maria, aria, 0",
    })
    void itIsTheSurroundingsOfTheRarestLetters(String text, String part, double frequency) {
        assertThat(RarePart.of(text, KNOWN)).contains(new RarePart(part, frequency));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "xy",
                "user",
                "user00",
                "a.b.c.d",
                "\u00e5n\u00f6m\u00e5s",
                "\u212aa\u0130",
                "%%%",
                "___"
            })
    void whatIsCommonOrShortOrStrangeHasNone(String text) {
        assertThat(RarePart.of(text, KNOWN)).isEmpty();
    }

    @Test
    void nothingIsRareBeforeSomebodyHasCounted() {
        assertThat(RarePart.of("xyz", Map.of())).isEmpty();
    }
}
