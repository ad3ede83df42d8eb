package dev.gatehouse.files.scanning;

import java.io.InputStream;

/** Says whether something harmful is known to be in some bytes. */
public interface Scanner {
    /**
     * Reads all of it.
     *
     * @throws ScannerAway if there is no answer
     */
    Verdict scan(InputStream bytes);

    /**
     * The version of the scanner and of what it knows; another one may find more.
     *
     * @throws ScannerAway if there is no answer
     */
    String version();
}
