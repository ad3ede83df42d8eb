package dev.gatehouse.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What this process is for; production refuses what would be convenient but unsafe. */
public enum EnvironmentKind {
    @JsonProperty("development")
    DEVELOPMENT,
    @JsonProperty("production")
    PRODUCTION
}
