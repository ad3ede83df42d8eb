package dev.gatehouse.users;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** One mailbox, one spelling. */
class EmailAddressTest {
    @ParameterizedTest
    @CsvSource({
        "ADMIN@Example.COM, admin@example.com",
        "'  user@example.com ', user@example.com",
        "first.last+tag@mail.example.com, first.last+tag@mail.example.com",
        "e\u0301milie@example.com, \u00e9milie@example.com",
        "user@m\u00fcnchen.example, user@m\u00fcnchen.example"
    })
    void everySpellingHasOneForm(String text, String canonical) {
        assertThat(EmailAddress.canonical(text)).contains(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "user",
                "@example.com",
                "user@",
                "a@b@c",
                "user@-example.com",
                "user@example..com",
                ".user@example.com",
                "user.@example.com",
                "us er@example.com",
                "user@example.com\r\nBcc: other@example.com",
                "user\u0000@example.com",
                "<user@example.com>"
            })
    void whatIsNoAddressIsRefused(String text) {
        assertThat(EmailAddress.canonical(text)).isEmpty();
    }

    @Test
    void lengthsAreBounded() {
        assertThat(EmailAddress.canonical(null)).isEmpty();
        assertThat(EmailAddress.canonical("a".repeat(64) + "@example.com")).isPresent();
        assertThat(EmailAddress.canonical("a".repeat(65) + "@example.com")).isEmpty();
        assertThat(EmailAddress.canonical("a@" + "b".repeat(253))).isEmpty();
    }

    @Property(tries = 500)
    void theCanonicalFormIsItsOwn(@ForAll String text) {
        EmailAddress.canonical(text).ifPresent(address -> assertThat(EmailAddress.canonical(address))
                .contains(address));
        EmailAddress.canonical(text.replace("@", "") + "@example.com")
                .ifPresent(
                        address -> assertThat(EmailAddress.canonical(address)).contains(address));
    }
}
