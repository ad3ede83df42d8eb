package dev.gatehouse.search;

import java.util.UUID;

/**
 * A piece of a document that answers a question, and where it stands.
 *
 * @param chunk its number within the file, from 0
 * @param page of the document, from 1; {@code null} where the format has none
 * @param start offset of its first character in the extracted text
 * @param end offset behind its last
 * @param score higher fits better; comparable within one answer only
 */
public record Passage(
        UUID fileId, String filename, int chunk, Integer page, int start, int end, String content, double score) {}
