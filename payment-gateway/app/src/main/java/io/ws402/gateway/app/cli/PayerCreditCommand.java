package io.ws402.gateway.app.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.refund.PayerCreditQueries;
import io.ws402.gateway.refund.PayerCreditQueries.Kept;
import io.ws402.gateway.refund.PayerCreditQueries.Page;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gateway refunds credit}. */
@Command(
        name = "credit",
        mixinStandardHelpOptions = true,
        description = {
            "Lists what is kept for payers because sending it was not worth its fee, or was refused: the oldest first.",
            "It is added to the payer's next session by itself, and paid out once the sum is worth sending."
        })
final class PayerCreditCommand extends RefundsCommand.OnRefunds {
    @Option(names = "--merchant", paramLabel = "ID", description = "From one merchant's sessions.")
    @Nullable String merchant;

    @Option(
            names = "--payer",
            paramLabel = "ACCOUNT",
            description = "For one payer, written as refunds list writes it.")
    @Nullable String payer;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: 1000.")
    int limit = 1_000;

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new CommandException(ExitCode.USAGE, "--limit must be 1 or more");
        }
        Page page = OnDatabase.run(
                config, (database, read) -> new PayerCreditQueries(database).list(merchant, payer, limit));
        JsonArray items = new JsonArray();
        List<String> lines = new ArrayList<>();
        for (Kept each : page.kept()) {
            items.add(json(each));
            lines.add(each.amount() + "  for " + each.payer() + "  by " + each.method() + " of " + each.merchantId());
            lines.add("  of " + each.refunds() + " refunds since " + each.since() + ", looked at again "
                    + each.restsUntil());
        }
        lines.add(page.total() == 0 ? "There is none." : page.kept().size() + " of " + page.total() + ".");
        say(new JsonObject().put("total", page.total()).put("credit", items), lines);
        return ExitCode.DONE;
    }

    private static JsonObject json(Kept kept) {
        return new JsonObject()
                .put("merchantId", kept.merchantId())
                .put("method", kept.method())
                .put("payer", kept.payer())
                .put("asset", kept.amount().asset().id().value())
                .put("amount", kept.amount().units().toString())
                .put("refunds", kept.refunds())
                .put("since", kept.since().toString())
                .put("restsUntil", kept.restsUntil().toString());
    }
}
