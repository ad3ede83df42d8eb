package dev.gatehouse.mail;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** {@code mail:} how mail leaves the service: to an SMTP server, or into a folder where a developer reads it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FolderMailConfig.class, name = "folder"),
    @JsonSubTypes.Type(value = SmtpMailConfig.class, name = "smtp")
})
public sealed interface MailConfig permits FolderMailConfig, SmtpMailConfig {
    LettersConfig letters();

    DeliveryConfig delivery();

    /** Where mail goes, in words for the log of the start. */
    String destination();

    Mailer mailer();
}
