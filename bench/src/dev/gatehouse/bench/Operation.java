package dev.gatehouse.bench;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * One thing to measure.
 *
 * @param plain requests that may be repeated in any order; empty for a conversation
 * @param script of each connection
 */
record Operation(String name, Service service, List<Request> plain, IntFunction<Script> script) {
    /** Requests that do not depend on each other, so that wrk can send them as well. */
    static Operation plain(String name, Service service, List<Request> requests) {
        return new Operation(name, service, requests, connection -> Script.cycling(requests, connection));
    }

    static Operation conversation(String name, Service service, IntFunction<Script> script) {
        return new Operation(name, service, List.of(), script);
    }

    List<Script> scripts(int connections) {
        return IntStream.range(0, connections).mapToObj(script).toList();
    }
}
