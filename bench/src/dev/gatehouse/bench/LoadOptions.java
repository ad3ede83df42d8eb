package dev.gatehouse.bench;

import java.nio.file.Path;

/** What the command line of the load test asks for. */
record LoadOptions(
        int users, double rate, int seconds, int warmUp, Double cores, long mebibytes, Path report, Path cache) {
    static final String HELP = """
            bench/load [options]        a product's day on target/app.jar, at a fixed rate; see docs/load-test.md
              --users N                 people in the database (1000)
              --rate R                  requests per second that arrive, whatever becomes of the earlier ones (50)
              --seconds S               how long it is measured (120)
              --warmup S                how long it is driven before (30)
              --cpu C --memory M        what the service gets: cores and MiB, by a control group (default: all there is)
              --aot FILE                start with this AOT cache, as the image does
              --report FILE             where the page goes (target/bench/load-test.html)
              --java PATH               program to run with and to measure (or JAVA=PATH)""";

    /** @throws IllegalArgumentException saying what is wrong */
    static LoadOptions parse(String... words) {
        LoadOptions options =
                new LoadOptions(1000, 50, 120, 30, null, 512, Path.of("target/bench/load-test.html"), null);
        for (int i = 0; i < words.length; i += 2) {
            if (i + 1 == words.length) {
                throw new IllegalArgumentException(words[i] + " needs a value");
            }
            options = options.with(words[i], words[i + 1]);
        }
        return options;
    }

    private LoadOptions with(String name, String value) {
        return switch (name) {
            case "--users" ->
                new LoadOptions(Integer.parseInt(value), rate, seconds, warmUp, cores, mebibytes, report, cache);
            case "--rate" ->
                new LoadOptions(users, Double.parseDouble(value), seconds, warmUp, cores, mebibytes, report, cache);
            case "--seconds" ->
                new LoadOptions(users, rate, Integer.parseInt(value), warmUp, cores, mebibytes, report, cache);
            case "--warmup" ->
                new LoadOptions(users, rate, seconds, Integer.parseInt(value), cores, mebibytes, report, cache);
            case "--cpu" ->
                new LoadOptions(users, rate, seconds, warmUp, Double.valueOf(value), mebibytes, report, cache);
            case "--memory" ->
                new LoadOptions(users, rate, seconds, warmUp, cores, Long.parseLong(value), report, cache);
            case "--report" -> new LoadOptions(users, rate, seconds, warmUp, cores, mebibytes, Path.of(value), cache);
            case "--aot" -> new LoadOptions(users, rate, seconds, warmUp, cores, mebibytes, report, Path.of(value));
            default -> throw new IllegalArgumentException("unknown option " + name);
        };
    }
}
