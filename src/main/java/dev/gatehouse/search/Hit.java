package dev.gatehouse.search;

import java.util.UUID;

/** A piece of a document that may be an answer, nothing about it checked yet. */
record Hit(UUID fileId, int chunk, double score) {}
