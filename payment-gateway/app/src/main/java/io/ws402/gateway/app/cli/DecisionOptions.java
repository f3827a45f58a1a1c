package io.ws402.gateway.app.cli;

import io.ws402.gateway.operator.Decision;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who decides, and why; both go into the trail. */
final class DecisionOptions {
    @Option(names = "--note", required = true, paramLabel = "TEXT", description = "Why, for the trail.")
    String note = "";

    @Option(
            names = "--operator",
            paramLabel = "NAME",
            description = "Who decides, for the trail. Default: the user of this machine.")
    @Nullable String operator;

    Decision decision() {
        String who = operator == null ? System.getProperty("user.name", "") : operator;
        if (who.isBlank() || note.isBlank()) {
            throw new CommandException(ExitCode.USAGE, "--note and --operator must say something");
        }
        return new Decision(who, note);
    }
}
