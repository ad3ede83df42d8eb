package dev.gatehouse.files;

import java.util.UUID;

/**
 * Where the bytes of a file lie, and whether they may be handed out.
 *
 * @param blobKey {@code null} once they were deleted because something was found in them
 * @param sha256 in hexadecimal
 */
public record Bytes(
        UUID id,
        long userId,
        String filename,
        String contentType,
        long size,
        String sha256,
        boolean indexWanted,
        String scanStatus,
        UUID blobKey,
        String store) {
    static final String COLUMNS =
            "f.id, f.user_id, f.filename, f.content_type, f.size, encode(f.sha256, 'hex') AS sha256, f.index_wanted, "
                    + "f.scan_status, f.blob_key, b.store";
    static final String FROM = " FROM files f LEFT JOIN file_blobs b ON b.key = f.blob_key ";
}
