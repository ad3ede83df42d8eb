package dev.gatehouse.bench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What the command line asks for. */
final class Options {
    static final String HELP = """
            bench/run [options]         measures target/app.jar; see bench/README.md
              --users N                 people in the database (1000)
              --connections N           keep-alive connections, closed loop (16)
              --seconds S               how long each operation is measured (8)
              --warmup S                how long it is driven before, at least (3); at most 60 s, if that is not
                                        more, until its compiler has come to rest
              --only a,b                of: bare live me list list-deep q-all q-common q-rare q-absent q-two roles
                                        change refresh login, and contention (default: all)
              --against FILE            compare with an earlier file of bench/results
              --reuse                   keep the people of the run before, if they are as many
              --strict                  exit 1 if a promise was missed or a request failed
              --java PATH               program to run with and to measure (or JAVA=PATH); JAVA_OPTS as usual""";

    private static final double WARM_UP_AT_MOST = 60;

    private int users = 1000;
    private int connections = 16;
    private double seconds = 8;
    private double warmUp = 3;
    private List<String> only = List.of();
    private Path against;
    private boolean reuse;
    private boolean strict;

    /** @throws IllegalArgumentException saying what is wrong */
    static Options parse(String... words) {
        Options options = new Options();
        Deque<String> rest = new ArrayDeque<>();
        for (String word : words) {
            // --users=5 is --users 5
            rest.addAll(List.of(word.startsWith("--") ? word.split("=", 2) : new String[] {word}));
        }
        while (!rest.isEmpty()) {
            options.take(rest.pop(), rest);
        }
        return options;
    }

    private void take(String name, Deque<String> rest) {
        switch (name) {
            case "--users" -> users = (int) number(name, rest, 100);
            case "--connections" -> connections = (int) number(name, rest, 1);
            case "--seconds" -> seconds = number(name, rest, 1);
            case "--warmup" -> warmUp = number(name, rest, 0);
            case "--only" -> only = List.of(value(name, rest).split(","));
            case "--against" -> against = Path.of(value(name, rest));
            case "--reuse" -> reuse = true;
            case "--strict" -> strict = true;
            default -> throw new IllegalArgumentException("unknown option " + name);
        }
    }

    private static double number(String name, Deque<String> rest, int minimum) {
        String value = value(name, rest);
        try {
            double number = Double.parseDouble(value);
            if (number >= minimum) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException("%s needs a number from %d up, not '%s'".formatted(name, minimum, value));
    }

    private static String value(String name, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(name + " needs a value");
        }
        return rest.pop();
    }

    int users() {
        return users;
    }

    int connections() {
        return connections;
    }

    Timing timing() {
        return new Timing(warmUp, Math.max(warmUp, WARM_UP_AT_MOST), seconds);
    }

    boolean wants(String name) {
        return only.isEmpty() || only.contains(name);
    }

    /** Null for no comparison. */
    Path against() {
        return against;
    }

    boolean reuse() {
        return reuse;
    }

    boolean strict() {
        return strict;
    }
}
