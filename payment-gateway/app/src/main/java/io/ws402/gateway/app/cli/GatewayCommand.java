package io.ws402.gateway.app.cli;

import io.ws402.gateway.app.config.GatewayConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gateway}: runs the payment gateway until it is told to stop. */
@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Runs the WS402 payment gateway: quotes, verifies, settles and refunds payments.",
            "SIGTERM and Ctrl-C end it cleanly: requests are answered, steps of refunds ended, the database closed.",
            ""
        },
        subcommands = {
            LedgerCommand.class,
            RefundsCommand.class,
            InboundCommand.class,
            OutboundCommand.class,
            KeysCommand.class,
            MigrateCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the ledger audit found a difference",
            "64:the command line is wrong",
            "69:something that is needed is missing or in use: a port, the database, the data folder",
            "70:a defect; please report it",
            "78:the configuration is wrong"
        })
final class GatewayCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Mixin
    ConfigOptions config = new ConfigOptions();

    @Option(names = "--host", paramLabel = "ADDRESS", description = "The address to listen on. Default: 127.0.0.1.")
    @Nullable String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port to listen on; 0 takes a free one. Default: 4029.")
    @Nullable String port;

    @Option(names = "--check-config", description = "Says whether the configuration can be used, and exits.")
    boolean checkConfig;

    @Spec
    @Nullable CommandSpec spec;

    GatewayCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Of this process, or of a test. */
    Map<String, String> environment() {
        return environment;
    }

    @Override
    public Integer call() throws Exception {
        GatewayConfig read = config.read(listening());
        Console console = new Console(spec);
        return checkConfig ? ConfigCheck.run(read, console) : new GatewayRun(read, console).untilStopped();
    }

    private Map<String, String> listening() {
        Map<String, String> given = new HashMap<>();
        if (host != null) {
            given.put("WS402_HTTP_HOST", host);
        }
        if (port != null) {
            given.put("WS402_HTTP_PORT", port);
        }
        return given;
    }
}
