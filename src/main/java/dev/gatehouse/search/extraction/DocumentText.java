package dev.gatehouse.search.extraction;

import java.util.List;

/**
 * What stands in a document.
 *
 * @param truncated whether there was more than is kept
 */
public record DocumentText(List<PageText> pages, boolean truncated) {
    public DocumentText {
        pages = List.copyOf(pages);
    }

    public boolean isBlank() {
        return pages.stream().allMatch(page -> page.text().isBlank());
    }
}
