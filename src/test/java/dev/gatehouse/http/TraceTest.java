package dev.gatehouse.http;

import java.net.URI;
import java.net.http.HttpRequest;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;

/** W3C Trace Context, 3 and 4. */
class TraceTest {
    private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    @AfterEach
    void forget() {
        MDC.clear();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-" + ID + "-" + SPAN + "-01",
                "cc-" + ID + "-" + SPAN + "-01",
                "cc-" + ID + "-" + SPAN + "-01-what-comes-later"
            })
    void theCallersTraceGoesOn(String header) {
        Trace trace = Trace.of(HttpFields.build().add("traceparent", header).add("tracestate", "a=1,b=2"));

        assertThat(trace.id()).isEqualTo(ID);
        assertThat(trace.continued()).isTrue();
        assertThat(trace.parent()).matches("00-" + ID + "-[0-9a-f]{16}-01").doesNotContain(SPAN);
        assertThat(trace.state()).isEqualTo("a=1,b=2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-" + ID + "-" + SPAN,
                "00-" + ID + "-" + SPAN + "-01-more",
                "ff-" + ID + "-" + SPAN + "-01",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + ID + "-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
                "00-" + ID + "-" + SPAN + "-0g",
                "${jndi:ldap://x}",
            })
    void whatMakesNoSenseBeginsANewOne(String header) {
        Trace trace = Trace.of(HttpFields.build().add("traceparent", header).add("tracestate", "a=1"));

        assertThat(trace.id()).matches("[0-9a-f]{32}").isNotEqualTo(ID);
        assertThat(trace.continued()).isFalse();
        assertThat(trace.state()).isNull();
        assertThat(trace.parent()).matches("00-" + trace.id() + "-[0-9a-f]{16}-00");
    }

    @Test
    void twoStoriesAtOnceAreNone() {
        String header = "00-" + ID + "-" + SPAN + "-01";

        assertThat(Trace.of(HttpFields.build().add("traceparent", header).add("traceparent", header))
                        .continued())
                .isFalse();
    }

    @Test
    void onlyWhatIsKnownOfTheFlagsIsPassedOn() {
        assertThat(Trace.of(HttpFields.build().add("traceparent", "00-" + ID + "-" + SPAN + "-fe"))
                        .parent())
                .endsWith("-00");
    }

    @Test
    void aStateThatIsTooLongStaysHere() {
        Trace trace = Trace.of(HttpFields.build()
                .add("traceparent", "00-" + ID + "-" + SPAN + "-01")
                .add("tracestate", "a=" + "x".repeat(600)));

        assertThat(trace.continued()).isTrue();
        assertThat(trace.state()).isNull();
    }

    @Test
    void aCallOfOursGoesOnWithTheStoryOfItsRequest() {
        Trace trace = Trace.of(HttpFields.build()
                .add("traceparent", "00-" + ID + "-" + SPAN + "-01")
                .add("tracestate", "a=1"));
        assertThat(call().headers().map()).isEmpty();

        trace.onThisThread();

        assertThat(call().headers().firstValue("traceparent")).contains(trace.parent());
        assertThat(call().headers().firstValue("tracestate")).contains("a=1");
    }

    private static HttpRequest call() {
        return Trace.passOn(HttpRequest.newBuilder(URI.create("http://127.0.0.1/")))
                .build();
    }
}
