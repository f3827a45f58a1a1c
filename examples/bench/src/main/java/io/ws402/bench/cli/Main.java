package io.ws402.bench.cli;

import picocli.CommandLine;

/** The entry point of {@code ./ws402 bench}. */
public final class Main {
    private static final String LOGBACK = "logback.configurationFile";

    private Main() {}

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        if (System.getProperty(LOGBACK) == null) {
            System.setProperty(LOGBACK, "io/ws402/bench/logback.xml");
        }
        int exitCode = ExitCodes.DEFECT;
        try (Benchmarks benchmarks = new Benchmarks()) {
            exitCode = commandLine(new BenchCommand(benchmarks.all())).execute(arguments);
        } finally {
            System.exit(exitCode);
        }
    }

    /** The command, for tests too: nothing here ends the JVM. */
    static CommandLine commandLine(BenchCommand command) {
        CommandLine commandLine = new CommandLine(command);
        commandLine.setUsageHelpWidth(100);
        commandLine.setParameterExceptionHandler((mistake, arguments) -> {
            mistake.getCommandLine().getErr().println("ws402: " + mistake.getMessage());
            mistake.getCommandLine().getErr().println("       ./ws402 bench --help shows what there is.");
            return ExitCodes.USAGE;
        });
        return commandLine;
    }
}
