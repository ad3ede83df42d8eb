package dev.gatehouse.mail;

/** Why a mail was not taken, and what that means for this one and for the others. */
public final class MailFailure extends Exception {
    private static final long serialVersionUID = 1;
    private static final int MAX_MESSAGE = 300;

    /** Whose fault it is. */
    public enum Kind {
        /** The server cannot be reached or used by anybody: others need not be tried for a while. */
        SERVER,
        /** This mail was put off (4xx); it may be taken later. */
        PUT_OFF,
        /** This mail will never be taken (5xx). */
        REFUSED
    }

    private final Kind kind;

    public MailFailure(Kind kind, String message, Throwable cause) {
        super(readable(message), cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** What a foreign server says is data: one line of it is enough. */
    private static String readable(String message) {
        String line = String.valueOf(message).replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() > MAX_MESSAGE ? line.substring(0, MAX_MESSAGE) : line;
    }
}
