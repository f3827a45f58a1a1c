package io.ws402.gateway.app.cli;

import io.ws402.gateway.ledger.AuditReport;
import io.ws402.gateway.ledger.LedgerAudit;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gateway ledger …}. */
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        description = "Looks at the ledger, and holds it against the wallets.",
        subcommands = {
            LedgerCommand.Audit.class,
            ReconcileCommand.class,
            FloatCommand.class,
            ExposureCommand.class,
            LossesCommand.class
        })
final class LedgerCommand implements Runnable {
    @Spec
    @Nullable CommandSpec spec;

    @Override
    public void run() {
        CommandSpec filled = Objects.requireNonNull(spec, "picocli fills it");
        filled.commandLine().usage(filled.commandLine().getOut());
    }

    /** {@code gateway ledger audit}. */
    @Command(
            name = "audit",
            mixinStandardHelpOptions = true,
            description = {
                "Checks the ledger's law for every asset, to the last unit: deposits = held + merchant + fees +",
                "payer credit + refunds in flight + refunded + losses; and that ledger, deposits and refunds agree.",
                "Works beside a running gateway."
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:the law holds",
                "1:it does not",
                "69:the database can not be reached",
                "78:the configuration is wrong"
            })
    static final class Audit implements Callable<Integer> {
        @Mixin
        ConfigOptions config = new ConfigOptions();

        @Option(names = "--json", description = "Prints the report as one JSON document.")
        boolean json;

        @Spec
        @Nullable CommandSpec spec;

        @Override
        public Integer call() {
            AuditReport report = OnDatabase.run(config, (database, read) -> new LedgerAudit(database).run());
            Console console = new Console(spec);
            if (json) {
                console.say(report.toJson().encode());
            } else {
                AuditTable.lines(report).forEach(console::say);
            }
            return report.holds() ? ExitCode.DONE : ExitCode.DIFFERENCE;
        }
    }
}
