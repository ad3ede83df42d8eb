package dev.gatehouse.ai;

/** For answers that somebody reads when they are whole. */
final class Unheard implements Listener {
    static final Unheard LISTENER = new Unheard();

    private Unheard() {}

    @Override
    public void delta(String text) {
        // It is collected elsewhere.
    }

    @Override
    public void tick() {
        // Nobody watches.
    }
}
