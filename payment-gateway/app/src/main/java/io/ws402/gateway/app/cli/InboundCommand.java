package io.ws402.gateway.app.cli;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.operator.Decision;
import io.ws402.gateway.payment.UnattributedTransfers;
import io.ws402.gateway.payment.UnattributedTransfers.Unattributed;
import io.ws402.gateway.storage.Identifiers;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gateway inbound …}: money that reached a wallet and that no quote explains. */
@Command(
        name = "inbound",
        mixinStandardHelpOptions = true,
        description = {
            "Lists transfers to the wallets that no quote explains, and decides about them.",
            "Works beside a running gateway."
        },
        subcommands = {InboundCommand.ListWaiting.class, InboundCommand.Keep.class, InboundCommand.GiveBack.class})
final class InboundCommand implements Runnable {
    private static final int MOST = 1_000;

    @Spec
    @Nullable CommandSpec spec;

    @Override
    public void run() {
        CommandSpec filled = Objects.requireNonNull(spec, "picocli fills it");
        filled.commandLine().usage(filled.commandLine().getOut());
    }

    /** What the three have in common. */
    abstract static class OnTransfers implements Callable<Integer> {
        @Mixin
        ConfigOptions config = new ConfigOptions();

        @Option(names = "--json", description = "Prints one JSON document.")
        boolean json;

        @Spec
        @Nullable CommandSpec spec;

        final <T> T transfers(Function<UnattributedTransfers, Future<T>> work) {
            return OnDatabase.run(
                    config,
                    (database, read) ->
                            work.apply(new UnattributedTransfers(database, new Ledger(), Identifiers.system())));
        }

        final void say(JsonObject document, String line) {
            new Console(spec).say(json ? document.encode() : line);
        }
    }

    /** {@code gateway inbound list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the transfers that wait for an operator, the oldest first.")
    static final class ListWaiting extends OnTransfers {
        @Override
        public Integer call() {
            List<Unattributed> waiting = transfers(all -> all.list(MOST));
            JsonArray items = new JsonArray();
            waiting.forEach(each -> items.add(document(each)));
            StringBuilder lines = new StringBuilder();
            waiting.forEach(each -> lines.append(line(each)).append(System.lineSeparator()));
            lines.append(waiting.isEmpty() ? "Nothing waits." : waiting.size() + " wait.");
            say(new JsonObject().put("transfers", items), lines.toString());
            return ExitCode.DONE;
        }

        private static String line(Unattributed each) {
            var arrived = each.arrived();
            return arrived.settlementKey() + System.lineSeparator() + "  " + arrived.amount() + " from "
                    + arrived.payer() + " to " + arrived.recipient() + ", seen " + each.seenAt()
                    + System.lineSeparator() + "  " + each.why();
        }

        private static JsonObject document(Unattributed each) {
            var arrived = each.arrived();
            return new JsonObject()
                    .put("settlementKey", arrived.settlementKey())
                    .put("method", each.method())
                    .put("asset", arrived.amount().asset().id().value())
                    .put("amount", arrived.amount().units().toString())
                    .put("payer", arrived.payer())
                    .put("recipient", arrived.recipient())
                    .put("txHash", arrived.txId())
                    .put("why", each.why())
                    .put("seenAt", each.seenAt().toString());
        }
    }

    /** A decision about one transfer. */
    abstract static class Deciding extends OnTransfers {
        @Parameters(paramLabel = "KEY", description = "The transfer, as gateway inbound list shows it.")
        String key = "";

        @Mixin
        DecisionOptions options = new DecisionOptions();

        final Integer done(boolean decided, String what, String otherwise) {
            if (!decided) {
                throw new CommandException(ExitCode.USAGE, otherwise);
            }
            say(new JsonObject().put("settlementKey", key).put("resolution", what), key + ": " + what);
            return ExitCode.DONE;
        }
    }

    /** {@code gateway inbound keep}. */
    @Command(
            name = "keep",
            mixinStandardHelpOptions = true,
            description =
                    "Says that a transfer is the operator's own: it is entered in the ledger as the wallet's float.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "64:no such transfer waits"})
    static final class Keep extends Deciding {
        @Override
        public Integer call() {
            Decision made = options.decision();
            return done(
                    transfers(all -> all.keepAsFloat(key, made)),
                    "float",
                    "no transfer " + key + " waits; gateway inbound list shows those that do");
        }
    }

    /** {@code gateway inbound return}. */
    @Command(
            name = "return",
            mixinStandardHelpOptions = true,
            description = "Says which payment a transfer belongs to: all of it goes back to who paid, as its refund.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "64:no such transfer waits, or the payment is not one of its kind"})
    static final class GiveBack extends Deciding {
        @Option(names = "--payment", required = true, paramLabel = "ID", description = "The payment.")
        String payment = "";

        @Override
        public Integer call() {
            Decision made = options.decision();
            return done(
                    transfers(all -> all.giveBack(key, payment, made)),
                    "returned",
                    "no transfer " + key + " waits, or " + payment + " is not a payment of its method");
        }
    }
}
