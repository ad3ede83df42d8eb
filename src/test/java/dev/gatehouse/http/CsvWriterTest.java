package dev.gatehouse.http;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CsvWriterTest {
    @Test
    void aLineIsSeparatedByCommasAndEndsWithCrLf() {
        assertThat(CsvWriter.line("a", 1, null, "")).isEqualTo("a,1,,\r\n");
    }

    @Test
    void whatWouldBreakALineIsQuoted() {
        assertThat(CsvWriter.line("a,b", "c\"d", "e\nf", "g\rh")).isEqualTo("\"a,b\",\"c\"\"d\",\"e\nf\",\"g\rh\"\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\uFF1D1"})
    void whatASpreadsheetWouldRunIsDefused(String formula) {
        assertThat(CsvWriter.line(formula)).isEqualTo("'" + formula + "\r\n");
    }

    @Test
    void aCarriageReturnInFrontIsDefusedAndQuoted() {
        assertThat(CsvWriter.line("\r=1", "=\"x\"")).isEqualTo("\"'\r=1\",\"'=\"\"x\"\"\"\r\n");
    }

    @Property
    void noCellEndsItsLineEarly(@ForAll String cell) {
        String line = CsvWriter.line(cell, "end");
        String withoutQuoted = line.replaceAll("(?s)\"([^\"]|\"\")*\"", "");
        assertThat(withoutQuoted).endsWith(",end\r\n");
        assertThat(withoutQuoted.substring(0, withoutQuoted.length() - 6)).doesNotContain(",", "\r", "\n", "\"");
    }
}
