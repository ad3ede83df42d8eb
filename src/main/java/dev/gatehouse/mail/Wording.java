package dev.gatehouse.mail;

import com.samskivert.mustache.Template;
import java.util.HashMap;
import java.util.Map;

/** One kind of mail in one language, ready to take its values. */
final class Wording {
    private final Template subject;
    private final Template text;
    private final Template html;

    private Wording(Template subject, Template text, Template html) {
        this.subject = subject;
        this.text = text;
        this.html = html;
    }

    /**
     * @param source the subject, an empty line, the text
     * @param ownHtml a body written by hand, or {@code null} to make one from the text
     * @throws IllegalArgumentException if the text is not of that form
     */
    static Wording compile(String source, String ownHtml, String layout, String language) {
        String[] parts = source.replace("\r\n", "\n").split("\n\n", 2);
        if (parts.length != 2 || parts[0].isBlank() || parts[0].contains("\n")) {
            throw new IllegalArgumentException("must begin with a subject and an empty line");
        }
        String body = ownHtml == null ? paragraphs(parts[1].strip()) : ownHtml;
        String page = layout.replace("{{{body}}}", body).replace("{{language}}", language);
        return new Wording(
                Templates.compiler(false).compile(parts[0]),
                Templates.compiler(false).compile(parts[1].strip() + "\n"),
                Templates.compiler(true).compile(page));
    }

    /** The tags of Mustache pass through untouched, so that values are escaped when they are put in. */
    private static String paragraphs(String text) {
        StringBuilder html = new StringBuilder();
        for (String paragraph : text.split("\n\n+", -1)) {
            if (paragraph.strip().equals("{{link}}")) {
                html.append("<p><a class=\"button\" href=\"{{link}}\">{{link}}</a></p>\n");
            } else {
                html.append("<p>")
                        .append(escaped(paragraph).replace("\n", "<br>\n"))
                        .append("</p>\n");
            }
        }
        return html.toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** @throws com.samskivert.mustache.MustacheException if a value is missing */
    Templates.Rendered with(Map<String, String> values) {
        Map<String, String> lines = new HashMap<>();
        values.forEach((name, value) -> lines.put(name, value.replaceAll("\\p{Cntrl}+", " ")));
        return new Templates.Rendered(
                subject.execute(lines).replaceAll("\\s+", " ").strip(), text.execute(lines), html.execute(lines));
    }
}
