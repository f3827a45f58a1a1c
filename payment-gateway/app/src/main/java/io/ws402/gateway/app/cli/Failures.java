package io.ws402.gateway.app.cli;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says what went wrong in a sentence on stderr, and never shows a stack trace unless {@code --debug} asks for it. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
        Failure said = Failure.of(failure);
        say(line, said.sentence());
        if (ConfigOptions.debugIsOn(line)) {
            LOG.error("--debug shows where it happened", failure);
        }
        return said.exitCode();
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine line = failure.getCommandLine();
        say(line, String.valueOf(failure.getMessage()));
        line.getErr().println("Try: " + line.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    private static void say(CommandLine line, String sentence) {
        line.getErr().println("gateway: " + sentence);
        line.getErr().flush();
    }
}
