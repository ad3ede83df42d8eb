package dev.gatehouse.search.index;

/** The index cannot be read or written; it can be made anew. */
public final class IndexFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public IndexFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
