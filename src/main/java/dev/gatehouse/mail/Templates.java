package dev.gatehouse.mail;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The texts of all mails, in every language there is. A text is a Mustache template whose first line is the subject and
 * whose HTML form is made from it: paragraphs, and a button where a line is nothing but the link. A folder of your own
 * replaces single texts ({@code de/welcome.txt}), their HTML ({@code de/welcome.html}), the frame around all HTML
 * ({@code layout.html}), or adds a language.
 */
final class Templates {
    private static final List<String> SHIPPED = List.of("en", "de");

    private final LettersConfig config;
    private final Map<String, Map<Template, Wording>> languages = new HashMap<>();

    /** @throws IllegalArgumentException naming the file, if one cannot be read or speaks of what nobody tells it */
    Templates(LettersConfig config) {
        this.config = config;
        String layout = read("layout.html");
        Set<String> names = new LinkedHashSet<>(SHIPPED);
        names.addAll(folders());
        for (String language : names) {
            Map<Template, Wording> wordings = new HashMap<>();
            for (Template template : Template.values()) {
                wordings.put(template, wording(language, template, layout));
            }
            languages.put(language, wordings);
        }
        if (!languages.containsKey(config.locale().getLanguage())) {
            throw new IllegalArgumentException("mail.letters.locale: there are no mails in " + config.locale());
        }
    }

    /** In the reader's language if there are mails in it, otherwise in the configured one. */
    Rendered render(Template template, Locale locale, Map<String, String> values) {
        String wanted = locale == null ? config.locale().getLanguage() : locale.getLanguage();
        Map<Template, Wording> language =
                languages.getOrDefault(wanted, languages.get(config.locale().getLanguage()));
        Map<String, String> all = new HashMap<>(values);
        all.put("product", config.productName());
        return language.get(template).with(all);
    }

    private Wording wording(String language, Template template, String layout) {
        String name = language + "/" + template.text();
        String text = exists(name + ".txt")
                ? read(name + ".txt")
                : read(config.locale().getLanguage() + "/" + template.text() + ".txt");
        String html = exists(name + ".html") ? read(name + ".html") : null;
        try {
            Wording wording = Wording.compile(text, html, layout, language);
            wording.with(sample(template));
            return wording;
        } catch (MustacheException | IllegalArgumentException e) {
            throw new IllegalArgumentException("mail template " + name + ": " + e.getMessage(), e);
        }
    }

    /** A text that names a value which its kind of mail does not have is found at the start, not when it is needed. */
    private static Map<String, String> sample(Template template) {
        Map<String, String> sample = new HashMap<>();
        template.places().forEach(place -> sample.put(place, place));
        sample.put("product", "product");
        return sample;
    }

    static Mustache.Compiler compiler(boolean html) {
        return Mustache.compiler()
                .withEscaper(html ? Escapers.HTML : Escapers.NONE)
                .emptyStringIsFalse(true);
    }

    private List<String> folders() {
        if (config.templates() == null) {
            return List.of();
        }
        try (var files = Files.list(config.templates())) {
            return files.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalArgumentException("mail.letters.templates: the folder cannot be read: " + e, e);
        }
    }

    private boolean exists(String name) {
        return own(name) != null || Templates.class.getResource("/mail/" + name) != null;
    }

    private Path own(String name) {
        Path file = config.templates() == null ? null : config.templates().resolve(name);
        return file != null && Files.isRegularFile(file) ? file : null;
    }

    private String read(String name) {
        Path own = own(name);
        try (InputStream in =
                own == null ? Templates.class.getResourceAsStream("/mail/" + name) : Files.newInputStream(own)) {
            if (in == null) {
                throw new IllegalArgumentException("mail template " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A mail in words. */
    record Rendered(String subject, String text, String html) {}
}
