package io.ws402.chaos.cli;

import picocli.CommandLine;

/** The entry point of {@code ./ws402 chaos}. */
public final class Main {
    private static final String LOGBACK = "logback.configurationFile";

    private Main() {}

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        if (System.getProperty(LOGBACK) == null) {
            System.setProperty(LOGBACK, "io/ws402/chaos/logback.xml");
        }
        int exitCode = ExitCodes.DEFECT;
        try {
            exitCode = commandLine().execute(arguments);
        } finally {
            System.exit(exitCode);
        }
    }

    /** The command, for tests too: nothing here ends the JVM. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new ChaosCommand());
        commandLine.setUsageHelpWidth(100);
        commandLine.setParameterExceptionHandler((mistake, arguments) -> {
            mistake.getCommandLine().getErr().println("ws402: " + mistake.getMessage());
            mistake.getCommandLine().getErr().println("       ./ws402 chaos --help shows what there is.");
            return ExitCodes.USAGE;
        });
        commandLine.setExecutionExceptionHandler((failure, command, result) -> {
            command.getErr().println("ws402: the simulator could not run: " + failure.getMessage());
            if (System.getenv("WS402_DEBUG") != null) {
                failure.printStackTrace(command.getErr());
            }
            return ExitCodes.DEFECT;
        });
        return commandLine;
    }
}
