package dev.gatehouse.mail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What mails say, in whose language, and that nobody's name becomes a link. */
class TemplatesTest {
    @TempDir
    private Path folder;

    @Test
    void everyMailIsThereInBothLanguages() {
        Templates templates = new Templates(LettersConfig.DEFAULT);
        for (Template template : Template.values()) {
            Templates.Rendered english = templates.render(template, Locale.ENGLISH, values(template));
            Templates.Rendered german = templates.render(template, Locale.GERMANY, values(template));
            assertThat(german.subject()).isNotEqualTo(english.subject());
            assertThat(english.text()).doesNotContain("{{");
            template.places().forEach(place -> {
                assertThat(english.text() + english.subject()).contains("the " + place);
                assertThat(german.text() + german.subject()).contains("the " + place);
            });
            assertThat(english.html()).contains("<html lang=\"en\">");
        }
    }

    @Test
    void aLanguageWithoutMailsGetsTheConfiguredOne() {
        Templates templates = new Templates(new LettersConfig(null, null, Locale.GERMAN, null));
        assertThat(templates
                        .render(Template.WELCOME, Locale.JAPANESE, values(Template.WELCOME))
                        .subject())
                .isEqualTo("Willkommen bei Gatehouse");
        assertThat(templates
                        .render(Template.WELCOME, null, values(Template.WELCOME))
                        .subject())
                .isEqualTo("Willkommen bei Gatehouse");
    }

    @Test
    void valuesAreTextAndNothingElse() {
        Map<String, String> values = values(Template.WELCOME);
        values.put("name", "<a href=\"https://evil.example\">Click</a>\r\nBcc: x@example.com {{link}}");
        Templates.Rendered mail = new Templates(LettersConfig.DEFAULT).render(Template.WELCOME, null, values);
        assertThat(mail.html()).contains("&lt;a href").doesNotContain("<a href=\"https://evil");
        assertThat(mail.text()).contains(" Bcc: x@example.com {{link}},");
        assertThat(mail.subject()).doesNotContain("\n");
    }

    @Test
    void whoHasNoNameIsGreetedWithoutOne() {
        Map<String, String> values = values(Template.WELCOME);
        values.put("name", "");
        assertThat(new Templates(LettersConfig.DEFAULT)
                        .render(Template.WELCOME, null, values)
                        .text())
                .startsWith("Hello,\n");
    }

    @Test
    void aFolderOfOnesOwnReplacesSingleTexts() throws IOException {
        write("en/welcome.txt", "Ahoy {{name}}\n\nCome in: {{link}}\n");
        write("layout.html", "<html lang=\"{{language}}\"><b>{{product}}</b>{{{body}}}</html>");
        write("fr/welcome.txt", "Bienvenue {{name}}\n\n{{link}}\n");
        Templates templates = new Templates(new LettersConfig(null, "Acme", null, folder));

        Templates.Rendered own = templates.render(Template.WELCOME, Locale.ENGLISH, values(Template.WELCOME));
        assertThat(own.subject()).isEqualTo("Ahoy the name");
        assertThat(own.html()).startsWith("<html lang=\"en\"><b>Acme</b><p>Come in: the link</p>");
        assertThat(templates
                        .render(Template.WELCOME, Locale.FRENCH, values(Template.WELCOME))
                        .subject())
                .isEqualTo("Bienvenue the name");
        assertThat(templates
                        .render(Template.INVITATION, Locale.FRENCH, values(Template.INVITATION))
                        .subject())
                .isEqualTo("You have been invited to Acme");
    }

    @Test
    void aTextThatAsksForWhatNobodyKnowsStopsTheBoot() throws IOException {
        write("en/welcome.txt", "Hello\n\nYour password is {{password}}.\n");
        assertThatThrownBy(() -> new Templates(new LettersConfig(null, null, null, folder)))
                .hasMessageContaining("en/welcome")
                .hasMessageContaining("password");
        write("en/welcome.txt", "No subject, only text.\n");
        assertThatThrownBy(() -> new Templates(new LettersConfig(null, null, null, folder)))
                .hasMessageContaining("must begin with a subject");
        assertThatThrownBy(() -> new Templates(new LettersConfig(null, null, Locale.ITALIAN, null)))
                .hasMessageContaining("no mails in it");
    }

    @Test
    void aLetterIsCompleteOrNotSent() {
        assertThatThrownBy(() -> Letter.of("spam")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Letter.of("welcome").with("colour", "red"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Letter.of("welcome").with("name", "Bo").values())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Letter.of("welcome").recipient()).isInstanceOf(IllegalStateException.class);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static Map<String, String> values(Template template) {
        Map<String, String> values = new HashMap<>();
        template.places().forEach(place -> values.put(place, "the " + place));
        return values;
    }
}
