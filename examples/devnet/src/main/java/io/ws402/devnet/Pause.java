package io.ws402.devnet;

import io.ws402.devnet.DevnetException.Reason;
import java.time.Duration;

/** A wait between two looks. */
final class Pause {
    private Pause() {}

    static void of(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DevnetException(Reason.CALL_FAILED, "Interrupted while waiting for the local chain", e);
        }
    }
}
