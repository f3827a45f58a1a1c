package io.ws402.server.journal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where final readings are kept, and how many.
 *
 * @param folder of this process alone; null keeps them in memory only, where a crash loses them
 * @param readingsMax how many may wait for the gateway before no session is started any more
 */
public record JournalOptions(@Nullable Path folder, int readingsMax) {
    /** In memory. */
    public static final JournalOptions DEFAULTS = new JournalOptions(null, 100_000);
}
