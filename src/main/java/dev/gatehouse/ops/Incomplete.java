package dev.gatehouse.ops;

/** A command did its work and left something out that a person must look at: exit code 2. */
public final class Incomplete extends RuntimeException {
    public static final int EXIT_CODE = 2;

    private static final long serialVersionUID = 1L;

    Incomplete(String message) {
        super(message);
    }

    /** What a process that failed with this ends with. */
    public static int exitCode(Throwable error) {
        return error instanceof Incomplete ? EXIT_CODE : 1;
    }
}
