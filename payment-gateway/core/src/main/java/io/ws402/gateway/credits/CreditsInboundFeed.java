package io.ws402.gateway.credits;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.credits.CreditsRepository.Received;
import io.ws402.gateway.method.InboundFeed;
import io.ws402.gateway.method.InboundTransfer;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.method.QuotedPayment;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.method.WalletBalances;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.util.List;

/**
 * What the gateway's own account received and holds. A transfer is made when its proof is presented; one without a deposit is the
 * trace of a gateway that died in between.
 */
final class CreditsInboundFeed implements InboundFeed, WalletBalances {
    private static final String AT = "at";
    private static final String ID = "id";
    private static final int STRETCH = 500;

    private final CreditsRepository credits;
    private final String wallet;

    CreditsInboundFeed(CreditsRepository credits, String wallet) {
        this.credits = credits;
        this.wallet = wallet;
    }

    @Override
    public Future<JsonObject> head() {
        return credits.now().map(now -> position(now, ""));
    }

    @Override
    public Future<Stretch> after(JsonObject position) {
        return credits.received(wallet, position.getString(AT), position.getString(ID), STRETCH)
                .map(received -> received.isEmpty() ? new Stretch(List.of(), position, false) : stretch(received));
    }

    private static Stretch stretch(List<Received> received) {
        Received last = received.getLast();
        return new Stretch(
                received.stream().map(CreditsInboundFeed::transfer).toList(),
                position(last.at(), last.transfer().id()),
                received.size() == STRETCH);
    }

    private static InboundTransfer transfer(Received received) {
        CreditTransfer transfer = received.transfer();
        String payer = transfer.source() == null ? "" : transfer.source();
        return new InboundTransfer(CreditsMethod.deposit(transfer, payer), transfer.memo());
    }

    private static JsonObject position(String at, String id) {
        return new JsonObject().put(AT, at).put(ID, id);
    }

    /** The transfer's memo is the quote's reference, or the payment would not have been found by it. */
    @Override
    public Future<Observation> observe(QuotedPayment payment, ObservedDeposit arrived) {
        return Future.succeededFuture(new Observation.Paid(arrived));
    }

    /** Transfers are free here. */
    @Override
    public Future<List<Holding>> look(JsonObject position, List<SignedTransfer> underWay) {
        return credits.standing(wallet, position.getString(AT), position.getString(ID))
                .map(standing -> List.of(new Holding(
                        new Money(CreditsMethod.CREDIT, standing.balance()), standing.received(), BigInteger.ZERO)));
    }
}
