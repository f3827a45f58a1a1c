package io.ws402.example.points;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.InboundFeed;
import io.ws402.gateway.method.InboundTransfer;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.method.QuotedPayment;
import java.util.List;

/** What reaches our account, so that points whose payer never shows a proof go back to them too. */
final class PointsInboundFeed implements InboundFeed {
    private static final String NUMBER = "number";

    private final PointsBank bank;
    private final String account;

    PointsInboundFeed(PointsBank bank, String account) {
        this.bank = bank;
        this.account = account;
    }

    /** From the first transfer on: an account that is new has none, and one that is not is looked through once. */
    @Override
    public Future<JsonObject> head() {
        return Future.succeededFuture(position(0));
    }

    @Override
    public Future<Stretch> after(JsonObject position) {
        return bank.after(account, position.getLong(NUMBER))
                .map(transfers -> transfers.isEmpty()
                        ? new Stretch(List.of(), position, false)
                        : new Stretch(
                                transfers.stream()
                                        .filter(transfer -> transfer.to().equals(account))
                                        .map(each -> new InboundTransfer(PointsMethod.deposit(each), each.memo()))
                                        .toList(),
                                position(transfers.getLast().number()),
                                true));
    }

    /** The transfer names the quote in its memo, or the gateway would not have found the quote by it. */
    @Override
    public Future<Observation> observe(QuotedPayment payment, ObservedDeposit arrived) {
        return bank.find(arrived.txId())
                .map(found -> found.map(transfer -> PointsMethod.arrived(payment, transfer))
                        .orElseGet(() -> new Observation.Unavailable("the points bank has forgotten a transfer")));
    }

    private static JsonObject position(long number) {
        return new JsonObject().put(NUMBER, number);
    }
}
