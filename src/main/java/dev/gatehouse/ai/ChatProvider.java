package dev.gatehouse.ai;

import java.time.Duration;
import java.util.List;

/** A service that runs models. Holds its own key and gives it to nobody but its own address. */
interface ChatProvider {
    /** Its name in the configuration. */
    String name();

    /** Whom texts are sent to. */
    String host();

    /** The first one answers unless another is asked for. */
    List<String> models();

    /** After which an answer is given up. */
    Duration longest();

    /**
     * Asks once; nothing is tried again behind the back of the ledger.
     *
     * @throws ProviderTrouble if there is no answer, or not a whole one
     * @throws ClientGone as the listener throws it; the provider has been told to stop then
     */
    ModelReply ask(ModelRequest request, Listener listener);
}
