package dev.gatehouse.ai;

/** Who hears an answer while it is made. */
interface Listener {
    /** @throws ClientGone if nobody wants the rest */
    void delta(String text);

    /**
     * Called every now and then while nothing comes.
     *
     * @throws ClientGone if nobody wants the rest
     */
    void tick();
}
