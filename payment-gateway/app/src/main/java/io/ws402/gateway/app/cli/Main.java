package io.ws402.gateway.app.cli;

import java.util.Map;
import picocli.CommandLine;

/** The program {@code gateway}. */
public final class Main {
    private Main() {}

    /** Runs the command line and exits with its code. */
    public static void main(String[] arguments) {
        // Before the first logger: Vert.x and Flyway would otherwise log on their own.
        System.setProperty("vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.SLF4JLogDelegateFactory");
        System.exit(commandLine(System.getenv()).execute(arguments));
    }

    /** The command line in an environment, to be run or asked for its help. */
    static CommandLine commandLine(Map<String, String> environment) {
        CommandLine line = new CommandLine(new GatewayCommand(environment));
        Failures failures = new Failures();
        line.setExecutionExceptionHandler(failures);
        line.setParameterExceptionHandler(failures);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }
}
