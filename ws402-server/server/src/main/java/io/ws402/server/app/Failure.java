package io.ws402.server.app;

import io.ws402.protocol.config.ConfigException;
import io.ws402.server.journal.JournalException;

/**
 * Why the server does not run, in a sentence with the remedy.
 *
 * @param exitCode one of {@link ExitCode}
 * @param sentence for people; never a stack trace, never a secret
 */
record Failure(int exitCode, String sentence) {
    static Failure of(Throwable failure) {
        return switch (failure) {
            case ConfigException refused ->
                new Failure(ExitCode.CONFIGURATION, "the configuration is wrong:\n" + refused.getMessage());
            case CannotListenException taken -> new Failure(ExitCode.UNAVAILABLE, String.valueOf(taken.getMessage()));
            case JournalException kept -> new Failure(ExitCode.UNAVAILABLE, String.valueOf(kept.getMessage()));
            default ->
                new Failure(
                        ExitCode.DEFECT,
                        "a defect (" + failure.getClass().getSimpleName() + ": " + failure.getMessage()
                                + "); please report it");
        };
    }
}
