package io.ws402.gateway.app.operator;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.ws402.gateway.app.http.Answer;
import io.ws402.gateway.app.http.Endpoints;
import io.ws402.gateway.app.http.Exchange;
import io.ws402.gateway.payment.ExposureQueries;
import io.ws402.gateway.wallet.WalletWatch;

/** {@code GET /api/admin/wallets}: what the wallets held when they were last compared with the books, and what is at risk. */
public final class WalletRoutes {
    private final WalletWatch wallets;
    private final ExposureQueries exposures;

    /** Over the watch and the query. */
    public WalletRoutes(WalletWatch wallets, ExposureQueries exposures) {
        this.wallets = wallets;
        this.exposures = exposures;
    }

    /** Names the endpoints. */
    public void mount(Endpoints endpoints) {
        endpoints.on("listWallets", this::list);
    }

    private Future<Answer> list(Exchange exchange) {
        return exposures.list().map(all -> {
            JsonArray exposure = new JsonArray();
            all.forEach(each -> exposure.add(each.toJson()));
            return Answer.ok(wallets.last().toJson().put("exposure", exposure));
        });
    }
}
