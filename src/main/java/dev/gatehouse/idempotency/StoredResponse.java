package dev.gatehouse.idempotency;

import java.util.Map;

/**
 * The first response, as it is given again.
 *
 * @param headers those that belong to the answer itself and not to its delivery
 * @param body empty if there was none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record StoredResponse(int status, Map<String, String> headers, byte[] body) {}
