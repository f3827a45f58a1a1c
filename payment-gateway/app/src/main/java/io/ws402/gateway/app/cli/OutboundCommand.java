package io.ws402.gateway.app.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.operator.Decision;
import io.ws402.gateway.refund.OutboundTransfers;
import io.ws402.gateway.refund.OutboundTransfers.Unexplained;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gateway outbound …}: what the wallets paid without this database knowing of it. */
@Command(
        name = "outbound",
        mixinStandardHelpOptions = true,
        description = {
            "Lists what the wallets have paid by transactions that this database did not sign, and that no refund",
            "explains: it was restored from a backup, or somebody else signs with the same key. Refunds to the same",
            "recipients wait for an operator meanwhile. Works beside a running gateway."
        },
        subcommands = {OutboundCommand.ListUnexplained.class, OutboundCommand.Explain.class})
final class OutboundCommand implements Runnable {
    private static final int MOST = 1_000;

    @Spec
    @Nullable CommandSpec spec;

    @Override
    public void run() {
        CommandSpec filled = Objects.requireNonNull(spec, "picocli fills it");
        filled.commandLine().usage(filled.commandLine().getOut());
    }

    /** {@code gateway outbound list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the payments that nothing explains, the longest known first.")
    static final class ListUnexplained implements Callable<Integer> {
        @Mixin
        ConfigOptions config = new ConfigOptions();

        @Option(names = "--json", description = "Prints one JSON document.")
        boolean json;

        @Spec
        @Nullable CommandSpec spec;

        @Override
        public Integer call() {
            List<Unexplained> open =
                    OnDatabase.run(config, (database, read) -> new OutboundTransfers(database).list(MOST));
            new Console(spec).say(json ? document(open).encode() : lines(open));
            return ExitCode.DONE;
        }

        private static String lines(List<Unexplained> open) {
            StringBuilder lines = new StringBuilder();
            open.forEach(each -> lines.append(each.txId())
                    .append(System.lineSeparator())
                    .append("  ")
                    .append(each.amount() + " of " + each.asset() + " to " + each.recipient() + ", number "
                            + each.sequence() + " of " + each.sequencer() + ", found " + each.foundAt())
                    .append(System.lineSeparator()));
            return lines.append(open.isEmpty() ? "Nothing is unexplained." : open.size() + " are unexplained.")
                    .toString();
        }

        private static JsonObject document(List<Unexplained> open) {
            JsonArray items = new JsonArray();
            open.forEach(each -> items.add(new JsonObject()
                    .put("txHash", each.txId())
                    .put("sequencer", each.sequencer())
                    .put("sequence", each.sequence())
                    .put("asset", each.asset())
                    .put("recipient", each.recipient())
                    .put("amount", each.amount().toString())
                    .put("foundAt", each.foundAt().toString())));
            return new JsonObject().put("transfers", items);
        }
    }

    /** {@code gateway outbound explain}. */
    @Command(
            name = "explain",
            mixinStandardHelpOptions = true,
            description = {
                "Says that a transaction was no refund: refunds to its recipients are sent again.",
                "If it was one, say so of the refund instead: refunds resolve ID --paid-by TX."
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "64:no such transaction is unexplained"})
    static final class Explain implements Callable<Integer> {
        @Mixin
        ConfigOptions config = new ConfigOptions();

        @Parameters(paramLabel = "TX", description = "The transaction, as gateway outbound list shows it.")
        String transaction = "";

        @Mixin
        DecisionOptions options = new DecisionOptions();

        @Spec
        @Nullable CommandSpec spec;

        @Override
        public Integer call() {
            Decision made = options.decision();
            boolean explained = OnDatabase.run(
                    config, (database, read) -> new OutboundTransfers(database).explain(transaction, made));
            if (!explained) {
                throw new CommandException(
                        ExitCode.USAGE,
                        "no transaction " + transaction
                                + " is unexplained; gateway outbound list shows those that are");
            }
            new Console(spec).say(transaction + ": explained");
            return ExitCode.DONE;
        }
    }
}
