package dev.gatehouse.db.embedded;

import java.nio.file.Path;
import java.util.Map;

/** STUB. */
public record EmbeddedPostgresConfig(Path folder, int port, Map<String, String> settings) {}
