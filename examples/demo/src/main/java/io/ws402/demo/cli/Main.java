package io.ws402.demo.cli;

import io.ws402.demo.story.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** The entry point of the commands {@code demo}, {@code devnet}, {@code pay} and {@code receipt}. */
@Command(
        name = "ws402",
        mixinStandardHelpOptions = true,
        description = "Access sold by the second over WebSockets, with the unused part refunded.",
        subcommands = {DemoCommand.class, DevnetCommand.class, PayCommand.class, ReceiptCommand.class},
        synopsisSubcommandLabel = "COMMAND")
public final class Main {
    private static final String LOGBACK = "logback.configurationFile";

    private Main() {}

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        if (System.getProperty(LOGBACK) == null) {
            System.setProperty(LOGBACK, "io/ws402/demo/logback.xml");
        }
        int exitCode = ExitCodes.DEFECT;
        try {
            exitCode = commandLine().execute(args);
        } finally {
            // Also after an Error: threads of libraries must not keep a JVM whose command is over.
            System.exit(exitCode);
        }
    }

    /** The commands, for tests too: nothing here ends the JVM. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setColorScheme(new CommandLine.Help.ColorScheme.Builder(Ansi.AUTO).build());
        commandLine.setUsageHelpWidth(100);
        commandLine.setParameterExceptionHandler(Main::misused);
        commandLine.setExecutionExceptionHandler((failure, command, result) -> failed(failure, command));
        return commandLine;
    }

    private static int misused(ParameterException mistake, String[] args) {
        CommandLine command = mistake.getCommandLine();
        command.getErr().println("ws402: " + mistake.getMessage());
        command.getErr().println("       " + qualifiedName(command) + " --help shows what there is.");
        return ExitCodes.USAGE;
    }

    private static String qualifiedName(CommandLine command) {
        return "./" + command.getCommandSpec().qualifiedName();
    }

    private static int failed(Exception failure, CommandLine command) {
        if (failure instanceof Problem problem) {
            command.getErr().println("ws402: " + problem.sentence());
            return problem.exitCode();
        }
        if (Stopping.isUnderWay()) {
            return ExitCodes.INTERRUPTED;
        }
        command.getErr()
                .println("ws402: a defect of this program (" + failure + "); please report it, with what"
                        + " WS402_DEBUG=1 shows");
        if (System.getenv("WS402_DEBUG") != null) {
            failure.printStackTrace(command.getErr());
        }
        return ExitCodes.DEFECT;
    }

    /** Where the story goes: to standard output, or aside when that is for a document or a stream. */
    static Terminal terminal(boolean standardOutputIsTaken) {
        return standardOutputIsTaken ? Terminal.error() : Terminal.standard();
    }
}
