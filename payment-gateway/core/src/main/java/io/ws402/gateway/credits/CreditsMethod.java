package io.ws402.gateway.credits;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.ws402.gateway.method.Capabilities;
import io.ws402.gateway.method.Detection;
import io.ws402.gateway.method.Finality;
import io.ws402.gateway.method.InboundFeed;
import io.ws402.gateway.method.MethodDescription;
import io.ws402.gateway.method.MethodHealth;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.method.QuoteOrder;
import io.ws402.gateway.method.QuoteTerms;
import io.ws402.gateway.method.QuotedPayment;
import io.ws402.gateway.method.RefundRail;
import io.ws402.gateway.method.WalletBalances;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.PaymentProof;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Payment by the gateway's own credit: an internal rail that behaves as a chain does, without being one. A payment is a
 * transfer from the payer's account to the gateway's, with the quote's reference as its memo; a refund is one back, with
 * the refund's id. A transfer is final when it has happened.
 */
public final class CreditsMethod implements PaymentMethod {
    /** The one asset: 10^-6 of a credit is the smallest unit. */
    public static final Asset CREDIT = new Asset(new AssetId("ws402:internal/credit:unit"), "CREDIT", 6);

    /** The method's id and its 0.1 network name. */
    public static final String ID = "credits";

    private static final long HEALTH_TIMEOUT_MS = 2_000;
    private static final byte[] NO_SECRET = new byte[32];

    private final CreditsRepository credits;
    private final MethodDescription description;
    private final RefundRail refunds;
    private final CreditsInboundFeed wallet;

    CreditsMethod(Pool pool, String wallet) {
        this.credits = new CreditsRepository(pool);
        this.refunds = new CreditsRefundRail(credits, wallet);
        this.wallet = new CreditsInboundFeed(credits, wallet);
        this.description = new MethodDescription(
                ID,
                CreditsMethodFactory.FAMILY,
                ID,
                CREDIT.id().chain(),
                wallet,
                List.of(CREDIT),
                new Capabilities(Capabilities.Binding.REFERENCE, Capabilities.MoneyKind.PREPAID, true));
    }

    @Override
    public MethodDescription describe() {
        return description;
    }

    @Override
    public Detection detect(PaymentProof proof) {
        if (!CreditsProof.TYPE.equals(proof.json().getValue("type"))) {
            return new Detection.Foreign();
        }
        return CreditsProof.read(proof).isPresent()
                ? new Detection.Matches()
                : new Detection.Malformed(
                        "A credits proof needs account, reference and mac (64 lower-case hex digits).");
    }

    @Override
    public Future<QuoteTerms> quote(QuoteOrder order) {
        JsonObject details = new JsonObject()
                .put("type", CreditsProof.TYPE)
                .put("network", ID)
                .put("recipient", description.recipient())
                .put("currency", CREDIT.symbol())
                .put(
                        "instructions",
                        new JsonObject()
                                .put(
                                        "step1",
                                        "Compute mac = hex(HMAC-SHA256(account secret, \"ws402-credits-v1\\n\" + "
                                                + "reference + \"\\n\" + amount)), the amount in decimal digits")
                                .put("step2", "Send {type: \"credits\", account, reference, mac} as payment proof"));
        String uri = "ws402-credits:" + description.recipient() + "?reference=" + order.reference() + "&amount="
                + order.price().units();
        return Future.succeededFuture(new QuoteTerms(details, uri, new JsonObject()));
    }

    /** Here the credit moves; a proof shown again finds the transfer it made. */
    @Override
    public Future<Observation> observe(QuotedPayment payment, PaymentProof proof) {
        Optional<CreditsProof> read = CreditsProof.read(proof);
        if (read.isEmpty()) {
            return refused("malformed_proof", "This is not a credits proof.");
        }
        CreditsProof credit = read.get();
        if (!credit.reference().equals(payment.reference())) {
            return refused("unknown_reference", "The proof is for another quote.");
        }
        // An unknown account takes as long as a wrong MAC and is answered alike, so that accounts can not be probed.
        return credits.secret(credit.account()).compose(secret -> {
            boolean signed =
                    credit.isSignedBy(secret.orElse(NO_SECRET), payment.price().units());
            return signed && secret.isPresent()
                    ? transfer(payment, credit.account())
                    : refused("payer_mismatch", "The MAC was not made with this account's secret for this quote.");
        });
    }

    private Future<Observation> transfer(QuotedPayment payment, String account) {
        TransferOrder order = new TransferOrder(
                payment.reference(),
                account,
                payment.recipient(),
                payment.price().units());
        return credits.transfer(order, payment.expiresAt()).compose(outcome -> switch (outcome) {
            case TransferOutcome.Done(CreditTransfer transfer)
            when !account.equals(transfer.source()) ->
                refused("already_claimed", "Another account has paid this quote.");
            case TransferOutcome.Done(CreditTransfer transfer) ->
                Future.succeededFuture(new Observation.Paid(deposit(transfer, account)));
            case TransferOutcome.NotDone(TransferOutcome.Reason reason) ->
                switch (reason) {
                    case BALANCE_TOO_SMALL ->
                        refused("transaction_failed", "The account does not have this much credit.");
                    case UNKNOWN_ACCOUNT ->
                        refused("wrong_recipient", "The account that was quoted is no longer there.");
                    case TOO_LATE ->
                        refused("quote_expired", "The quote has expired; nothing was taken. Ask for a new one.");
                };
        });
    }

    static ObservedDeposit deposit(CreditTransfer transfer, String payer) {
        return new ObservedDeposit(
                CREDIT.id().chain() + ":" + transfer.id(),
                payer,
                transfer.target(),
                new Money(CREDIT, transfer.amount()),
                transfer.id(),
                new JsonObject().put("transfer", transfer.id()),
                true);
    }

    private static Future<Observation> refused(String code, String reason) {
        return Future.succeededFuture(new Observation.Refused(code, reason));
    }

    @Override
    public Future<Finality> finality(ObservedDeposit deposit) {
        return Future.succeededFuture(new Finality.Final());
    }

    @Override
    public RefundRail refunds() {
        return refunds;
    }

    @Override
    public Optional<InboundFeed> inbound() {
        return Optional.of(wallet);
    }

    @Override
    public Optional<WalletBalances> balances() {
        return Optional.of(wallet);
    }

    @Override
    public Future<MethodHealth> health() {
        return credits.balance(description.recipient())
                .timeout(HEALTH_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .map(wallet -> wallet.isPresent()
                        ? new MethodHealth(true, "the internal rail answers")
                        : new MethodHealth(false, "the gateway's own account does not exist yet"))
                .otherwise(failure -> new MethodHealth(false, "the database does not answer"));
    }

    @Override
    public Future<Void> start() {
        return credits.openWallet(description.recipient());
    }

    @Override
    public void close() {
        // The pool is the gateway's; there is nothing of its own to end.
    }
}
