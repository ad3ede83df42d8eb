package dev.gatehouse.files.inspection;

/**
 * Why a file is not taken.
 *
 * @param kind what is wrong in general
 * @param code for programs
 * @param text for people
 */
public record Finding(Kind kind, String code, String text) {
    /** What is wrong. */
    public enum Kind {
        /** It is not of a type that is taken, whatever it is called. */
        WRONG_TYPE,
        /** It is of the right type, but not in an acceptable state. */
        NOT_ACCEPTABLE
    }

    static Finding wrongType(String code, String text) {
        return new Finding(Kind.WRONG_TYPE, code, text);
    }

    static Finding notAcceptable(String code, String text) {
        return new Finding(Kind.NOT_ACCEPTABLE, code, text);
    }
}
