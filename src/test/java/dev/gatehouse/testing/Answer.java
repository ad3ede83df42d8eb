package dev.gatehouse.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.stream.StreamSupport;

import static org.assertj.core.api.Assertions.assertThat;

/** What the service answered, with the questions that tests ask of it. */
public record Answer(int status, HttpHeaders headers, String text, JsonNode json) {
    public Answer hasStatus(int expected) {
        assertThat(status).as(text).isEqualTo(expected);
        return this;
    }

    /** A problem document of this status and code, complete and with the id of its own response. */
    public Answer isProblem(int expectedStatus, String code) {
        assertThat(status).as(text).isEqualTo(expectedStatus);
        assertThat(header("Content-Type")).as(text).startsWith("application/problem+json");
        assertThat(json.path("code").asText()).as(text).isEqualTo(code);
        assertThat(json.path("status").asInt()).isEqualTo(expectedStatus);
        assertThat(json.path("type").asText()).endsWith("/problems/" + code);
        assertThat(json.path("title").asText()).isNotBlank();
        assertThat(json.path("detail").asText()).isNotBlank();
        assertThat(json.path("request_id").asText()).isEqualTo(header("X-Request-ID"));
        return this;
    }

    /** The fields that a 422 names. */
    public List<String> invalidFields() {
        return StreamSupport.stream(json.path("errors").spliterator(), false)
                .map(error -> error.path("field").asText())
                .toList();
    }

    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    public String string(String member) {
        return json.path(member).asText();
    }

    public long number(String member) {
        return json.path(member).asLong();
    }

    /** The texts of one member of every element of an array. */
    public List<String> each(String member) {
        return StreamSupport.stream(json.spliterator(), false)
                .map(element -> element.path(member).asText())
                .toList();
    }
}
