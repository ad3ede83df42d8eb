package dev.gatehouse.files.scanning;

/** The scanner gives no answer: it is down, slow, or says that it cannot. */
public final class ScannerAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ScannerAway(String what, Throwable cause) {
        super(what, cause);
    }
}
