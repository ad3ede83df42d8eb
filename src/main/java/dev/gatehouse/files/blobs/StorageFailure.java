package dev.gatehouse.files.blobs;

/** The store cannot do what it was asked to. */
public class StorageFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StorageFailure(String what, Throwable cause) {
        super(what, cause);
    }
}
