package dev.gatehouse.mail;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A mail to be sent, as a feature says it: {@code Letter.of("welcome").to(address).in(locale).with("link", link)}. What
 * stands in it beside these values is the template's business.
 */
public final class Letter {
    private static final int MAX_ADDRESS = 254; // RFC 5321, 4.5.3.1.3 less the brackets

    private final Template template;
    private final String recipient;
    private final Locale locale;
    private final Map<String, String> values;

    private Letter(Template template, String recipient, Locale locale, Map<String, String> values) {
        this.template = template;
        this.recipient = recipient;
        this.locale = locale;
        this.values = values;
    }

    /** @throws IllegalArgumentException if there is no such template */
    public static Letter of(String template) {
        return new Letter(Template.named(template), null, null, Map.of());
    }

    /** @throws IllegalArgumentException for what would be read as more than one address or as a header */
    public Letter to(String address) {
        if (address.length() > MAX_ADDRESS
                || address.indexOf('@') < 1
                || address.chars().anyMatch(c -> Character.isISOControl(c) || ",;<>\"".indexOf(c) >= 0)) {
            throw new IllegalArgumentException("Not an address that mail can be sent to");
        }
        return new Letter(template, address, locale, values);
    }

    /** @param language what the reader prefers; {@code null} for the configured one */
    public Letter in(Locale language) {
        return new Letter(template, recipient, language, values);
    }

    /** @throws IllegalArgumentException if the template has no place for it */
    public Letter with(String name, String value) {
        template.requirePlace(name);
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Letter(template, recipient, locale, Map.copyOf(more));
    }

    Template template() {
        return template;
    }

    /** @throws IllegalStateException if {@link #to} was forgotten */
    String recipient() {
        if (recipient == null) {
            throw new IllegalStateException("The letter " + template.text() + " has no recipient");
        }
        return recipient;
    }

    /** {@code null} for the configured language. */
    Locale locale() {
        return locale;
    }

    /** @throws IllegalStateException if a place of the template is still empty */
    Map<String, String> values() {
        template.requireAll(values.keySet());
        return values;
    }
}
