package dev.gatehouse.search;

import dev.gatehouse.access.Caller;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/** The rule of who may read a file, asked at the moment of the answer. */
@FunctionalInterface
interface ReadableDocuments {
    Set<UUID> among(Caller caller, Collection<UUID> files);
}
