package io.ws402.gateway.app.cli;

import ch.qos.logback.classic.LoggerContext;
import java.util.Map;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** The program {@code gateway}. */
public final class Main {
    private Main() {}

    /** Runs the command line and exits with its code. */
    public static void main(String[] arguments) {
        // Before the first logger: Vert.x and Flyway would otherwise log on their own.
        System.setProperty("vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.SLF4JLogDelegateFactory");
        int exitCode = commandLine(System.getenv()).execute(arguments);
        stopLogs();
        System.exit(exitCode);
    }

    /** Lines are written behind the scenes; the last ones must not be lost. */
    static void stopLogs() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logs) {
            logs.stop();
        }
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
