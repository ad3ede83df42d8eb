package dev.gatehouse.search.extraction;

/** A document whose text cannot be had. Carries a code for the people who look at the file, and no text of a parser. */
public final class ExtractionFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** Not what its name says, or broken. */
        MALFORMED(false),
        /** A format whose text cannot be read. */
        UNKNOWN_FORMAT(false),
        /** Opens with a password only. */
        ENCRYPTED(false),
        /** Carries macros. */
        MACROS(false),
        /** Inflates to more than anybody reads. */
        TOO_LARGE(false),
        /** Was not read in time. */
        TOO_SLOW(false),
        /** Did not fit into the memory of the reading process. */
        TOO_COMPLEX(false),
        /** The reading process did not start or was killed from outside; trying again may help. */
        READER_FAILED(true);

        private final boolean passing;

        Reason(boolean passing) {
            this.passing = passing;
        }
    }

    private final Reason reason;

    public ExtractionFailure(Reason reason, Throwable cause) {
        super(reason.name(), cause);
        this.reason = reason;
    }

    public ExtractionFailure(Reason reason) {
        this(reason, null);
    }

    public Reason reason() {
        return reason;
    }

    /** As it is stored and shown. */
    public String code() {
        return reason.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether the same document may well be read later. */
    public boolean mayPass() {
        return reason.passing;
    }
}
