package io.ws402.chaos.chain;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.ws402.chaos.chain.SimChain.Found;
import io.ws402.gateway.method.InboundFeed;
import io.ws402.gateway.method.InboundTransfer;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.method.QuotedPayment;
import java.util.List;

/** What reached a wallet in final blocks, a few blocks at a time. */
final class SimFeed implements InboundFeed {
    private static final String HEIGHT = "height";
    private static final int STRETCH = 20;

    private final ChainPort port;
    private final SimMethod method;

    SimFeed(ChainPort port, SimMethod method) {
        this.port = port;
        this.method = method;
    }

    private String wallet() {
        return method.describe().recipient();
    }

    @Override
    public Future<JsonObject> head() {
        return port.call(
                "final head for " + wallet(), () -> position(port.chain().finalHeight()));
    }

    private static JsonObject position(int height) {
        return new JsonObject().put(HEIGHT, height);
    }

    @Override
    public Future<Stretch> after(JsonObject position) {
        int from = position.getInteger(HEIGHT);
        return port.call("arrivals at " + wallet() + " after " + from, () -> {
            int to = Math.max(from, Math.min(from + STRETCH, port.chain().finalHeight()));
            List<InboundTransfer> transfers = port.chain().arrivedAt(wallet()).stream()
                    .filter(found -> found.height() > from && found.height() <= to)
                    .map(SimFeed::transfer)
                    .toList();
            return new Stretch(transfers, position(to), to < port.chain().finalHeight());
        });
    }

    private static InboundTransfer transfer(Found found) {
        ChainTransaction transaction = found.transaction();
        String reference = transaction.memo().isEmpty() ? null : transaction.memo();
        return new InboundTransfer(SimMethod.deposit(transaction, found.height(), true), reference);
    }

    @Override
    public Future<Observation> observe(QuotedPayment payment, ObservedDeposit arrived) {
        return port.call(
                "explain " + arrived.txId() + " by " + payment.paymentId(),
                () -> method.presented(payment, arrived.txId()));
    }
}
