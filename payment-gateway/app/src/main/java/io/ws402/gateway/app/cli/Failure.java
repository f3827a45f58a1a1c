package io.ws402.gateway.app.cli;

import io.ws402.gateway.access.KeyFileException;
import io.ws402.gateway.app.CannotListenException;
import io.ws402.gateway.method.MethodConfigurationException;
import io.ws402.gateway.storage.EmbeddedPostgresException;
import io.ws402.gateway.storage.UnsafeDatabaseException;
import io.ws402.protocol.config.ConfigException;

/**
 * Why a command did not do what it was asked, in a sentence with the remedy.
 *
 * @param exitCode one of {@link ExitCode}
 * @param sentence for people; never a stack trace, never a secret
 */
record Failure(int exitCode, String sentence) {
    static Failure of(Throwable failure) {
        return switch (failure) {
            case CommandException refused -> new Failure(refused.exitCode(), refused.getMessage());
            case ConfigException refused ->
                new Failure(ExitCode.CONFIGURATION, "the configuration can not be used:\n" + refused.getMessage());
            case MethodConfigurationException refused ->
                new Failure(ExitCode.CONFIGURATION, String.valueOf(refused.getMessage()));
            case KeyFileException refused -> new Failure(ExitCode.CONFIGURATION, String.valueOf(refused.getMessage()));
            case UnsafeDatabaseException refused ->
                new Failure(ExitCode.CONFIGURATION, String.valueOf(refused.getMessage()));
            case CannotListenException taken -> new Failure(ExitCode.UNAVAILABLE, taken.getMessage());
            case EmbeddedPostgresException missing -> new Failure(ExitCode.UNAVAILABLE, missing.getMessage());
            default ->
                DatabaseFailure.sentence(failure)
                        .map(sentence -> new Failure(ExitCode.UNAVAILABLE, sentence))
                        .orElseGet(() -> defect(failure));
        };
    }

    private static Failure defect(Throwable failure) {
        return new Failure(
                ExitCode.DEFECT,
                "a defect (" + failure.getClass().getSimpleName() + ": " + failure.getMessage()
                        + "); run it again with --debug for the details, and please report it");
    }
}
