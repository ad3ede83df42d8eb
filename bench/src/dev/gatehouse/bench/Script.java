package dev.gatehouse.bench;

import java.util.List;

/** What one connection asks for, request after request. */
interface Script {
    Request next();

    /** The answer to the request before, for conversations in which one depends on the other. */
    default void seen(Reply reply) {}

    /** Goes round a list, beginning at its own place so that connections do not ask in step. */
    static Script cycling(List<Request> requests, int start) {
        return new Script() {
            private int at = start;

            @Override
            public Request next() {
                return requests.get(Math.floorMod(at++, requests.size()));
            }
        };
    }
}
