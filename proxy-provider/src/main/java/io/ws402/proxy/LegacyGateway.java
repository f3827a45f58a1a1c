package io.ws402.proxy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.ws402.protocol.gateway.GatewayApi;
import io.ws402.protocol.gateway.RefundAnswer;
import io.ws402.protocol.gateway.RefundRequest;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.money.Rounding;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.QuoteRequest;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.payment.RefundStatus;
import io.ws402.protocol.payment.SessionClaim;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.SettleOutcome;
import io.ws402.protocol.payment.Settlement;
import io.ws402.protocol.payment.Verification;
import io.ws402.proxy.GatewayReply.Answered;
import io.ws402.proxy.GatewayReply.Missed;
import io.ws402.proxy.GatewayReply.Refused;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a 0.1 gateway lacks: it binds no plan into a quote, gives no lease, and settles by a refund that it repeats when
 * asked twice. So this server remembers its own quotes and holds, in memory: a session on such a gateway ends with the
 * process, cannot be resumed, and is paid only where it was quoted. Thread-safe.
 */
final class LegacyGateway {
    /** The epoch of a grant by such a gateway. */
    static final long NO_LEASE = 0;

    private static final Logger LOG = LoggerFactory.getLogger(LegacyGateway.class);
    private static final int QUOTES_MOST = 100_000;
    private static final int ENDED_MOST = 10_000;
    private static final long QUOTE_LIVES_MS = 300_000;
    private static final String PREFIX = "legacy_";

    /** A quote that this server handed out and nobody has claimed. */
    private record Terms(QuoteRequest request, Asset asset) {}

    private final GatewayClient client;
    private final LongSupplier wallMs;
    private final Map<String, Terms> quotes = Recent.map(QUOTES_MOST);
    private final Map<String, LegacyHold> holds = new ConcurrentHashMap<>();
    private final Map<String, SettleOutcome> ended = Recent.map(ENDED_MOST);
    private volatile boolean found;

    LegacyGateway(GatewayClient client, LongSupplier wallMs) {
        this.client = client;
        this.wallMs = wallMs;
    }

    /** Whether an answer to a quote is of 0.1: those of ours name the payment. The gateway may be replaced meanwhile. */
    boolean speaks(JsonObject details) {
        found = !details.containsKey("paymentId");
        return found;
    }

    /** Remembers what the gateway will not: the plan and the resource. */
    Quote quote(QuoteRequest request, JsonObject details) {
        Fields fields = Fields.of(details);
        String reference = fields.text("reference");
        Asset asset = LegacyAssets.asset(details);
        quotes.put(reference, new Terms(request, asset));
        Long expiresAt = fields.wholeOrNull("expiresAt");
        long expiresInMs = expiresAt == null ? QUOTE_LIVES_MS : Math.max(0, expiresAt - wallMs.getAsLong());
        Money price = new Money(asset, fields.amountOf01("amount"));
        return new Quote(PREFIX + reference, reference, price, expiresInMs, details);
    }

    /**
     * What can be told about a proof without asking. A 0.1 gateway lets a proof be presented once, so one that this server
     * has no plan for must not reach it: the server that quoted it can still accept it.
     */
    Optional<Verification> screen(PaymentProof proof, SessionClaim claim) {
        String reference = proof.reference().orElse("");
        Optional<Verification> claimed = claimed(reference, claim);
        if (claimed.isPresent()) {
            return claimed;
        }
        Terms terms = quotes.get(reference);
        if (terms == null) {
            return found
                    ? Optional.of(new Verification.Rejected(
                            Codes.UNKNOWN_REFERENCE, "this server has no open quote of that reference"))
                    : Optional.empty();
        }
        return terms.request.resourceId().equals(claim.resourceId())
                ? Optional.empty()
                : Optional.of(new Verification.Rejected(
                        Codes.RESOURCE_MISMATCH, "the payment was quoted for " + terms.request.resourceId()));
    }

    /** What becomes of a payment that a session of this process holds already. */
    private Optional<Verification> claimed(String reference, SessionClaim claim) {
        LegacyHold hold = holds.get(PREFIX + reference);
        if (hold == null) {
            return Optional.empty();
        }
        return Optional.of(
                hold.grant().sessionId().equals(claim.sessionId())
                        ? new Verification.Accepted(hold.grant())
                        : new Verification.Rejected(Codes.ALREADY_CLAIMED, "another session holds this payment"));
    }

    /** The gateway said yes: a grant without a lease, epoch 0. One at a time, since it may say yes to several at once. */
    synchronized Verification hold(PaymentProof proof, SessionClaim claim, BigInteger amount) {
        found = true;
        String reference = proof.reference().orElse("");
        Optional<Verification> claimed = claimed(reference, claim);
        if (claimed.isPresent()) {
            return claimed.get();
        }
        Terms terms = quotes.remove(reference);
        if (terms == null) {
            // Not refunded either: who replays a proof at a gateway that forgets would be paid each time.
            LOG.error("a 0.1 gateway accepted {} units for {}, which has no open quote here", amount, reference);
            return new Verification.Rejected(
                    Codes.UNKNOWN_REFERENCE, "this server has no open quote of that reference");
        }
        SessionGrant grant = new SessionGrant(
                PREFIX + reference,
                claim.sessionId(),
                claim.resourceId(),
                payer(proof),
                new Money(terms.asset, amount),
                Money.zero(terms.asset),
                terms.request.plan(),
                Reading.ZERO,
                0,
                0,
                null,
                null,
                0);
        holds.put(grant.paymentId(), new LegacyHold(grant, proof, wallMs.getAsLong()));
        return new Verification.Accepted(grant);
    }

    /** Whether a report is of a session without a lease. */
    static boolean owns(MeterReport report) {
        return report.leaseEpoch() == NO_LEASE;
    }

    /** Refunds what was not consumed; repeated: the first answer, even while it is under way. */
    Future<SettleOutcome> settle(MeterReport report) {
        LegacyHold hold = holds.get(report.paymentId());
        if (hold != null) {
            return hold.settleOnce(() -> settle(hold, report.consumed()));
        }
        return Future.succeededFuture(ended.getOrDefault(
                report.paymentId(),
                new SettleOutcome.Refused(Codes.UNKNOWN_PAYMENT, "no session of this server holds that payment")));
    }

    private Future<SettleOutcome> settle(LegacyHold hold, BigInteger reported) {
        Money paid = hold.grant().balance();
        BigInteger left = paid.units().subtract(reported).max(BigInteger.ZERO);
        // A 0.1 gateway reads a JavaScript number: what it would round is rounded here, so that all tell the same
        // amount.
        Money rest = new Money(paid.asset(), Rounding.upToDouble(left));
        Money consumed = paid.minus(rest);
        if (rest.isZero()) {
            return Future.succeededFuture(end(hold, settlement(hold, consumed, List.of())));
        }
        JsonObject body = new RefundRequest(hold.proof(), rest.units(), hold.heldAtMs()).toJson();
        GatewayCall call = GatewayCall.movingMoney(GatewayApi.REFUND, body)
                .at(GatewayCall.Pace.PATIENT)
                .withFractions()
                .once();
        return client.send(call)
                .map(reply -> switch (reply) {
                    case Missed missed when missed.unsent() -> new SettleOutcome.Unavailable(missed.reason());
                    case Answered(JsonObject answer) ->
                        end(hold, settlement(hold, consumed, List.of(refund(hold, rest, answer))));
                    case Missed missed -> unknown(hold, consumed, rest);
                    case Refused refused -> unknown(hold, consumed, rest);
                })
                .recover(failure -> failure instanceof GatewayException refusal && refusal.withoutEffect()
                        ? Future.failedFuture(failure)
                        : Future.succeededFuture(unknown(hold, consumed, rest)));
    }

    private SettleOutcome end(LegacyHold hold, Settlement settlement) {
        SettleOutcome outcome = new SettleOutcome.Settled(settlement);
        ended.put(hold.grant().paymentId(), outcome);
        holds.remove(hold.grant().paymentId());
        return outcome;
    }

    private static Settlement settlement(LegacyHold hold, Money consumed, List<RefundStatus> refunds) {
        Money paid = hold.grant().balance();
        return new Settlement(hold.grant().paymentId(), paid, consumed, Money.zero(paid.asset()), refunds);
    }

    private static RefundStatus refund(LegacyHold hold, Money amount, JsonObject body) {
        RefundAnswer answer = RefundAnswer.fromJson(body);
        String otherwise = answer.status().equals("success") ? "confirmed" : "planned";
        return new RefundStatus(
                Objects.requireNonNullElse(answer.refundId(), hold.refundId()),
                amount,
                Objects.requireNonNullElse(answer.state(), otherwise),
                Objects.requireNonNullElse(answer.recipient(), hold.grant().payer()),
                answer.txHash(),
                null);
    }

    /** It may have been paid or not. Sending it again could pay twice, so a person has to look. */
    private SettleOutcome unknown(LegacyHold hold, Money consumed, Money rest) {
        LOG.error(
                "whether the 0.1 gateway refunded {} for {} is unknown: look at the chain before paying it by hand",
                rest,
                hold.grant().paymentId());
        RefundStatus refund = new RefundStatus(
                hold.refundId(), rest, "awaiting_operator", hold.grant().payer(), null, null);
        return end(hold, settlement(hold, consumed, List.of(refund)));
    }

    /** A 0.1 gateway pays refunds to whom the proof names. */
    private static String payer(PaymentProof proof) {
        return proof.text("senderAddress").or(() -> proof.text("senderWallet")).orElse("unknown");
    }
}
