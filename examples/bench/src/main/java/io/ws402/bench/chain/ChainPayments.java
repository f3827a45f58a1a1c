package io.ws402.bench.chain;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.ws402.devnet.Anvil;
import io.ws402.devnet.TestToken;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.PaymentProvider;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.QuoteRequest;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.payment.SessionClaim;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.SettleOutcome;
import io.ws402.protocol.payment.Verification;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What a WS402 server asks of a gateway for sessions that a payer pays on chain, many at once. Blocking. */
final class ChainPayments {
    static final String METHOD = "local";
    static final String TOKEN = "USDC";

    private static final String COIN = "ETH";
    private static final String RESOURCE = "ticker";
    private static final long SECONDS = 100;
    private static final BigInteger WEI_PER_SECOND = BigInteger.TEN.pow(13);
    private static final BigInteger TOKEN_UNITS_PER_SECOND = BigInteger.valueOf(10_000);
    private static final long COIN_TRANSFER_GAS = 21_000;
    private static final long TOKEN_TRANSFER_GAS = 100_000;
    private static final int AT_ONCE = 32;

    private final Vertx vertx;
    private final PaymentProvider gateway;
    private final ChainPayer payer;
    private final TestToken token;
    private final String serverId = UUID.randomUUID().toString();

    ChainPayments(Vertx vertx, PaymentProvider gateway, ChainPayer payer, TestToken token) {
        this.vertx = vertx;
        this.gateway = gateway;
        this.payer = payer;
        this.token = token;
    }

    private record Paid(Quote quote, String txHash) {}

    /** Quotes, pays and verifies so many payments, every other one in tokens. */
    List<SessionGrant> hold(int count) throws IOException, InterruptedException {
        List<Boolean> inTokens = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            inTokens.add(i % 2 == 1);
        }
        List<Paid> paid = new ArrayList<>();
        for (Quote quote : all(inTokens, this::quote)) {
            paid.add(new Paid(quote, pay(quote)));
        }
        payer.awaitMined();
        return all(paid, this::verify);
    }

    /** Ends all of these sessions after a hundredth of what was paid. */
    void settle(List<SessionGrant> held) {
        all(held, this::settle);
    }

    private Future<Quote> quote(boolean inTokens) {
        BigInteger price = inTokens ? TOKEN_UNITS_PER_SECOND : WEI_PER_SECOND;
        PricePlan plan = PricePlan.perSecond(price, 3_600);
        return gateway.quote(new QuoteRequest(
                        RESOURCE, plan.priceOf(SECONDS), SECONDS, plan, METHOD, inTokens ? TOKEN : COIN, null))
                .map(outcome -> {
                    if (outcome instanceof QuoteOutcome.Quoted(Quote quote)) {
                        return quote;
                    }
                    throw new IllegalStateException("no quote: " + outcome);
                });
    }

    private String pay(Quote quote) throws IOException {
        String recipient = quote.details().getString("recipient");
        BigInteger units = quote.price().units();
        boolean coins = quote.price().asset().symbol().equals(COIN);
        return payer.send(
                coins
                        ? payer.signed(recipient, units, "", COIN_TRANSFER_GAS)
                        : payer.signed(
                                token.address(),
                                BigInteger.ZERO,
                                token.transferData(recipient, units),
                                TOKEN_TRANSFER_GAS));
    }

    private Future<SessionGrant> verify(Paid paid) {
        PaymentProof proof = new PaymentProof(new JsonObject()
                .put("type", METHOD)
                .put("txHash", paid.txHash())
                .put("reference", paid.quote().reference())
                .put("senderAddress", payer.address())
                .put("chainId", Anvil.CHAIN_ID));
        return verify(proof, new SessionClaim("ses_" + UUID.randomUUID(), serverId, RESOURCE));
    }

    /** Asks again while the gateway has not seen the payment's block yet, as a server does. */
    private Future<SessionGrant> verify(PaymentProof proof, SessionClaim claim) {
        return gateway.verify(proof, claim).compose(outcome -> switch (outcome) {
            case Verification.Accepted(SessionGrant grant) -> Future.succeededFuture(grant);
            case Verification.Pending pending ->
                vertx.timer(pending.retryAfterMs(), TimeUnit.MILLISECONDS).compose(later -> verify(proof, claim));
            case Verification.Rejected _, Verification.Unavailable _ -> Future.failedFuture("not verified: " + outcome);
        });
    }

    private Future<SettleOutcome> settle(SessionGrant grant) {
        Reading reading = new Reading(SECONDS * 10, 0, 0);
        BigInteger consumed = grant.plan().cost(reading);
        return gateway.settle(
                        new MeterReport(grant.paymentId(), grant.leaseEpoch(), 1, reading, consumed), "client_ended")
                .map(outcome -> {
                    if (outcome instanceof SettleOutcome.Settled) {
                        return outcome;
                    }
                    throw new IllegalStateException("not settled: " + outcome);
                });
    }

    /** Asks for all of them, so many at once; the answers in order. */
    private static <A, B> List<B> all(List<A> from, Function<A, Future<B>> ask) {
        List<B> answers = new ArrayList<>();
        for (int start = 0; start < from.size(); start += AT_ONCE) {
            List<Future<B>> asked = from.subList(start, Math.min(from.size(), start + AT_ONCE)).stream()
                    .map(ask)
                    .toList();
            asked.forEach(future -> answers.add(future.await()));
        }
        return answers;
    }
}
