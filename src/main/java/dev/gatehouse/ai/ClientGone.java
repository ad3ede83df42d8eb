package dev.gatehouse.ai;

/** Whoever asked has hung up: the model need not go on. */
final class ClientGone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClientGone() {
        super("the client has hung up", null, false, false);
    }
}
