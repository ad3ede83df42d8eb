package dev.gatehouse.store;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** {@code store:} where facts are kept that all replicas share for a short while. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = MemoryStoreConfig.class, name = "memory"),
    @JsonSubTypes.Type(value = RedisStoreConfig.class, name = "redis")
})
public sealed interface StoreConfig permits MemoryStoreConfig, RedisStoreConfig {
    /** How many keys one process remembers at most. */
    long maxKeys();
}
