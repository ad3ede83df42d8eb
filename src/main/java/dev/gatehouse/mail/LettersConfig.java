package dev.gatehouse.mail;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.file.Path;
import java.util.Locale;

/**
 * {@code mail.letters:} what every mail looks like.
 *
 * @param from the sender, {@code no-reply@example.com} or {@code Example <no-reply@example.com>}
 * @param productName what the service calls itself
 * @param locale the language of readers who prefer none, or one that there is no template for
 * @param templates a folder with templates of your own, or {@code null}; what is not there comes from the jar
 */
public record LettersConfig(
        @NotBlank
        @Size(max = 320)
        @Pattern(
                regexp =
                        "[^\\p{Cntrl}<>]*<[^\\p{Cntrl}<>@ ]+@[^\\p{Cntrl}<>@ ]+>|[^\\p{Cntrl}<>@ ]+@[^\\p{Cntrl}<>@ ]+")
        String from,

        @NotBlank @Size(max = 100) @Pattern(regexp = "\\P{Cntrl}*")
        String productName,

        Locale locale,
        Path templates) {
    static final LettersConfig DEFAULT = new LettersConfig(null, null, null, null);

    public LettersConfig {
        productName = productName == null ? "Gatehouse" : productName;
        from = from == null ? "no-reply@localhost" : from;
        locale = locale == null ? Locale.ENGLISH : locale;
    }
}
