package dev.gatehouse.ops;

/** One thing that the doctor looked at, and what he thinks of it. */
record Diagnosis(String name, Verdict verdict, String text) {
    /** How bad it is. */
    enum Verdict {
        OK,
        WARNING,
        FAILURE
    }

    static Diagnosis ok(String name, String text) {
        return new Diagnosis(name, Verdict.OK, text);
    }

    static Diagnosis warning(String name, String text) {
        return new Diagnosis(name, Verdict.WARNING, text);
    }

    static Diagnosis failure(String name, String text) {
        return new Diagnosis(name, Verdict.FAILURE, text);
    }

    String line() {
        return "%-8s %-16s %s".formatted(verdict == Verdict.OK ? "ok" : verdict.name(), name, text);
    }
}
