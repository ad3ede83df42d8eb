package dev.gatehouse.ai;

/**
 * What a tool made of a text.
 *
 * @param result plain text: nothing in it is a link, an image or a tag
 * @param generated {@code false} if it only quotes
 */
public record ToolResult(String result, String model, boolean generated, UsageShown usage) {
    static ToolResult of(Finished finished, boolean generated) {
        return new ToolResult(finished.text(), finished.model(), generated, UsageShown.of(finished));
    }
}
