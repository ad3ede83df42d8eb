package dev.gatehouse.db;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Which PostgreSQL holds the data: one that the jar brings along, or a server of your own. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = EmbeddedDatabaseConfig.class, name = "embedded"),
    @JsonSubTypes.Type(value = ServerDatabaseConfig.class, name = "postgresql")
})
public sealed interface DatabaseConfig permits EmbeddedDatabaseConfig, ServerDatabaseConfig {
    PoolConfig pool();

    /** Makes the database reachable and tells how; a command may share it with a running service. */
    DatabaseEndpoint open(Opener opener);

    /** Who wants the database. */
    enum Opener {
        /** The service: alone on its data folder. */
        SERVICE,
        /** A command such as {@code db status}: also beside a running service. */
        COMMAND
    }
}
