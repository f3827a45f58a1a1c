package io.ws402.gateway.app.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.payment.Exposure;
import io.ws402.gateway.payment.ExposureQueries;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gateway ledger exposure}. */
@Command(
        name = "exposure",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what is at risk now: how much is served on that the chain could still undo, by payment method and asset,",
            "in smallest units, and how much may be. Works beside a running gateway."
        })
final class ExposureCommand implements Callable<Integer> {
    @Mixin
    ConfigOptions config = new ConfigOptions();

    @Option(names = "--json", description = "Prints one JSON document.")
    boolean json;

    @Spec
    @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        List<Exposure> all =
                OnWallets.run(config, (vertx, database, methods) -> new ExposureQueries(database, methods).list());
        Console console = new Console(spec);
        if (json) {
            console.say(document(all).encode());
        } else {
            all.forEach(each -> console.say(each.method() + " " + each.asset() + ": " + each.atRisk()
                    + (each.cap() == null ? ", no cap" : " of " + each.cap() + " at most")));
        }
        return ExitCode.DONE;
    }

    private static JsonObject document(List<Exposure> all) {
        JsonArray items = new JsonArray();
        all.forEach(each -> items.add(each.toJson()));
        return new JsonObject().put("exposure", items);
    }
}
