package dev.gatehouse.config.secrets;

/** A secret cannot be had; the message completes "${…}: " and is for the operator. */
public final class SecretUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public SecretUnavailableException(String reason) {
        super(reason);
    }

    public SecretUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
