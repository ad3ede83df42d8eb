package dev.gatehouse.files;

import java.nio.file.Path;

/**
 * An upload that has arrived completely and was looked at. Gone when closed, unless it was kept.
 *
 * @param contentType what its content is, whatever the client called it
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record ReceivedFile(FileName name, String contentType, Staging.Draft draft, byte[] sha256) implements AutoCloseable {
    Path path() {
        return draft.path();
    }

    long size() {
        return draft.size();
    }

    @Override
    public void close() {
        draft.close();
    }
}
