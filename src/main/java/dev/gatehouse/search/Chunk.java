package dev.gatehouse.search;

/**
 * A piece of a document, small enough to be one thought.
 *
 * @param number within the document, from 0
 * @param page from 1; {@code null} where the format has none
 * @param start offset of its first character in the text of the document
 * @param end offset behind its last
 */
public record Chunk(int number, Integer page, int start, int end, String content) {}
