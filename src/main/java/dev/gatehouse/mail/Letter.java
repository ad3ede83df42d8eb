package dev.gatehouse.mail;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A letter to one person: {@code Letter.of("welcome").to(address).in(locale).with("name", …)}.
 *
 * @param template which letter it is
 * @param recipient one e-mail address
 * @param locale the language to write in, {@code null} for the usual one
 * @param values what the template fills in, as plain text; some of it is secret
 */
public record Letter(String template, String recipient, Locale locale, Map<String, String> values) {
    public Letter {
        values = Map.copyOf(values);
    }

    public static Letter of(String template) {
        return new Letter(template, null, null, Map.of());
    }

    public Letter to(String address) {
        return new Letter(template, address, locale, values);
    }

    public Letter in(Locale language) {
        return new Letter(template, recipient, language, values);
    }

    public Letter with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Letter(template, recipient, locale, more);
    }

    /** Without address and values: it must not end up in a log. */
    @Override
    public String toString() {
        return template;
    }
}
