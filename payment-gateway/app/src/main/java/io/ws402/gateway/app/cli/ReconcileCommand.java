package io.ws402.gateway.app.cli;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.method.MethodRegistry;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.wallet.WalletComparison;
import io.ws402.gateway.wallet.WalletLine;
import io.ws402.gateway.wallet.WalletReport;
import io.ws402.gateway.wallet.WalletVerdict;
import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gateway ledger reconcile}. */
@Command(
        name = "reconcile",
        mixinStandardHelpOptions = true,
        description = {
            "Compares the ledger with what the wallets hold, by wallet and asset, in smallest units. A difference is looked at",
            "again before it is called one. A wallet that holds less than it should is called LOW. Works beside a running",
            "gateway."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:they agree, but for what is on its way",
            "1:they do not",
            "69:the database, or a rail, can not be reached",
            "78:the configuration is wrong"
        })
final class ReconcileCommand implements Callable<Integer> {
    private static final long AGAIN_AFTER_MS = 3_000;

    @Mixin
    ConfigOptions config = new ConfigOptions();

    @Option(names = "--json", description = "Prints the report as one JSON document.")
    boolean json;

    @Spec
    @Nullable CommandSpec spec;

    /** The newest report, and what it and the one before it show. */
    private record Found(WalletReport report, List<WalletLine> differences) {}

    @Override
    public Integer call() {
        Found found = OnWallets.run(config, ReconcileCommand::compare);
        Console console = new Console(spec);
        if (json) {
            console.say(found.report().toJson().encode());
        } else {
            found.report().lines().forEach(line -> console.say(text(line)));
            console.say(summary(found));
        }
        if (!found.differences().isEmpty()) {
            return ExitCode.DIFFERENCE;
        }
        return found.report().isComplete() ? ExitCode.DONE : ExitCode.UNAVAILABLE;
    }

    private static Future<Found> compare(Vertx vertx, Database database, MethodRegistry methods) {
        WalletComparison comparison = new WalletComparison(database, new Ledger(), methods);
        return methods.start()
                .compose(started -> comparison.compare())
                .compose(first -> first.differences().isEmpty()
                        ? Future.succeededFuture(new Found(first, List.of()))
                        : vertx.timer(AGAIN_AFTER_MS)
                                .compose(waited -> comparison.compare())
                                .map(second -> new Found(second, second.differencesSince(first))));
    }

    private static String text(WalletLine line) {
        String what = line.of().wallet() + " " + line.of().asset() + System.lineSeparator() + "  the books say "
                + line.expected() + ", the wallet holds " + (line.actual() == null ? "?" : line.actual());
        return compared(line, what)
                + line.shortage()
                        .map(shortage -> System.lineSeparator() + "  LOW: it " + shortage)
                        .orElse("");
    }

    private static String compared(WalletLine line, String what) {
        return switch (line.verdict()) {
            case WalletVerdict.Agrees agrees -> what + ": they agree";
            case WalletVerdict.Moving(BigInteger low, BigInteger high) ->
                what + ": what is on its way explains " + low + " … " + high;
            case WalletVerdict.Differs(BigInteger difference) -> what + ": DIFFERENCE " + difference;
            case WalletVerdict.Unseen(String reason) -> what + ": not compared, " + reason;
        };
    }

    private static String summary(Found found) {
        if (!found.differences().isEmpty()) {
            return "THE BOOKS AND THE WALLETS DIFFER.";
        }
        return found.report().isComplete() ? "The books and the wallets agree." : "Not everything could be compared.";
    }
}
