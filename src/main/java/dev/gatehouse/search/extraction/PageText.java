package dev.gatehouse.search.extraction;

/**
 * The text of one page.
 *
 * @param number from 1; {@code null} where the format has no pages
 */
public record PageText(Integer number, String text) {}
