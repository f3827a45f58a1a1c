package io.ws402.gateway.app.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.payment.Losses;
import io.ws402.gateway.payment.Losses.Loss;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gateway ledger losses}. */
@Command(
        name = "losses",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the payments of which the chain undid something, or of which something authorised could not be",
            "collected, and how much of what was consumed nothing pays for:",
            "the merchants' losses, which are in no account of the ledger. The newest first, 1000 at most."
        })
final class LossesCommand implements Callable<Integer> {
    private static final int MOST = 1_000;

    @Mixin
    ConfigOptions config = new ConfigOptions();

    @Option(names = "--json", description = "Prints one JSON document.")
    boolean json;

    @Spec
    @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        List<Loss> losses = OnDatabase.run(config, (database, read) -> new Losses(database).list(MOST));
        new Console(spec).say(json ? document(losses).encode() : lines(losses));
        return ExitCode.DONE;
    }

    private static String lines(List<Loss> losses) {
        StringBuilder lines = new StringBuilder();
        losses.forEach(each -> lines.append(each.paymentId() + " of " + each.merchantId() + ": lost " + each.lost()
                        + " of " + each.asset().value() + ", undone " + each.undone()
                        + (each.reason() == null ? "" : ": " + each.reason()))
                .append(System.lineSeparator()));
        return lines.append(losses.isEmpty() ? "Nothing was undone." : losses.size() + " payments.")
                .toString();
    }

    private static JsonObject document(Loss loss) {
        JsonObject document = new JsonObject()
                .put("paymentId", loss.paymentId())
                .put("merchantId", loss.merchantId())
                .put("asset", loss.asset().value())
                .put("undone", loss.undone().toString())
                .put("lost", loss.lost().toString());
        return loss.reason() == null ? document : document.put("reason", loss.reason());
    }

    private static JsonObject document(List<Loss> losses) {
        JsonArray items = new JsonArray();
        losses.forEach(each -> items.add(document(each)));
        return new JsonObject().put("losses", items);
    }
}
