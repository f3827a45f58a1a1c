package io.ws402.gateway.app.cli;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.method.MethodRegistry;
import io.ws402.gateway.storage.Identifiers;
import io.ws402.gateway.wallet.OperatorFloats;
import io.ws402.gateway.wallet.OperatorFloats.Entered;
import io.ws402.gateway.wallet.WalletAsset;
import io.ws402.protocol.money.AssetId;
import java.math.BigInteger;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gateway ledger float}. */
@Command(
        name = "float",
        mixinStandardHelpOptions = true,
        description = {
            "Enters in the ledger what an operator took out of a wallet (negative, its network fee with it), or put into it",
            "where no gateway saw it arrive. What a gateway saw arrive is kept with gateway inbound keep.",
            "Works beside a running gateway."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it is entered", "64:it can not be entered as it is"})
final class FloatCommand implements Callable<Integer> {
    @Mixin
    ConfigOptions config = new ConfigOptions();

    @Option(
            names = "--wallet",
            required = true,
            paramLabel = "ADDRESS",
            description = "The wallet, as reconcile shows it.")
    String wallet = "";

    @Option(names = "--asset", required = true, paramLabel = "ID", description = "The asset, as reconcile shows it.")
    String asset = "";

    @Option(
            names = "--amount",
            required = true,
            paramLabel = "UNITS",
            description = "In smallest units; negative when it was taken out.")
    BigInteger amount = BigInteger.ZERO;

    @Option(names = "--note", required = true, paramLabel = "TEXT", description = "Why, for the books.")
    String note = "";

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "Names it, for example its transaction: repeated, it is entered once.")
    @Nullable String id;

    @Option(names = "--json", description = "Prints one JSON document.")
    boolean json;

    @Spec
    @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (amount.signum() == 0) {
            throw new CommandException(ExitCode.USAGE, "--amount is zero; nothing was entered");
        }
        String named = id == null ? Identifiers.system().next("flt") : id;
        Entered entered = OnWallets.run(config, (vertx, database, methods) -> {
            WalletAsset into = checked(methods);
            return Future.succeededFuture(new OperatorFloats(database, new Ledger()))
                    .compose(floats -> floats.enter("manual:" + named, into, amount, note));
        });
        if (entered == Entered.ID_TAKEN) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--id " + named + " stands for another amount, wallet or asset; nothing was entered");
        }
        JsonObject document = new JsonObject()
                .put("id", named)
                .put("wallet", wallet)
                .put("asset", asset)
                .put("amount", amount.toString())
                .put("entered", entered == Entered.NOW ? "now" : "before");
        new Console(spec)
                .say(
                        json
                                ? document.encode()
                                : named + ": " + amount + " of " + asset + " is the operator's float in " + wallet
                                        + (entered == Entered.BEFORE ? " (entered before)" : ""));
        return ExitCode.DONE;
    }

    /** A wallet that no method has, or a chain that is not its, would only make a difference of its own. */
    private WalletAsset checked(MethodRegistry methods) {
        boolean known = methods.all().stream()
                .map(method -> method.describe())
                .anyMatch(method -> method.recipient().equals(wallet) && asset.startsWith(method.chain() + "/"));
        if (!known) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "no payment method has the wallet " + wallet + " on the chain of " + asset
                            + "; gateway ledger reconcile shows what there is");
        }
        return new WalletAsset(wallet, new AssetId(asset));
    }
}
