package io.ws402.server.app;

import picocli.CommandLine;

/** The runnable server: {@code java -jar ws402-server-*-app.jar --help}. */
public final class Main {
    private Main() {}

    /** Runs until the process is told to stop; the exit codes are in {@code --help}. */
    public static void main(String[] arguments) {
        // Before the first logger is made, because that is when the log gets its form.
        String format = "json".equalsIgnoreCase(System.getenv("LOG_FORMAT")) ? "json" : "console";
        setDefault("logback.configurationFile", "io/ws402/server/app/logback-" + format + ".xml");
        setDefault("vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.SLF4JLogDelegateFactory");
        int exitCode = commandLine(new ServerCommand(System.getenv())).execute(arguments);
        if (exitCode != ServerCommand.RUNNING) {
            System.exit(exitCode);
        }
    }

    static CommandLine commandLine(ServerCommand command) {
        return new CommandLine(command)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    Failure known = Failure.of(failure);
                    line.getErr().println("ws402 server: " + known.sentence());
                    return known.exitCode();
                })
                .setParameterExceptionHandler((failure, arguments) -> {
                    CommandLine line = failure.getCommandLine();
                    line.getErr().println("ws402 server: " + failure.getMessage() + ". --help lists the options.");
                    return ExitCode.USAGE;
                });
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
