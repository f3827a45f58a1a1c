package io.ws402.gateway.voucher;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.Capabilities;
import io.ws402.gateway.method.CollectRail;
import io.ws402.gateway.method.Detection;
import io.ws402.gateway.method.ExposureCap;
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
import io.ws402.gateway.voucher.VoucherChain.State;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.PaymentProof;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A complete method of authorised money, on the fake chain of {@link VoucherChain}; for tests only. */
final class VoucherMethod implements PaymentMethod {
    static final String ID = "vouchers";
    static final Asset COIN = new Asset(new AssetId("fake:2/slip44:60"), "VCH", 6);
    static final Duration MARGIN = Duration.ofMinutes(10);

    private final VoucherChain chain;
    private volatile ExposureCap exposure = ExposureCap.NONE;
    private volatile boolean showsCollections;

    VoucherMethod(VoucherChain chain) {
        this.chain = chain;
    }

    /** From now on no more than this is served on before it is collected. */
    void cap(ExposureCap cap) {
        exposure = cap;
    }

    /** From now on its feed breaks the contract, and takes what was collected for payments. */
    void showCollections() {
        showsCollections = true;
    }

    @Override
    public MethodDescription describe() {
        return new MethodDescription(
                ID,
                Voucher.TYPE,
                ID,
                "fake:2",
                chain.wallet(),
                List.of(COIN),
                new Capabilities(Capabilities.Binding.REFERENCE, Capabilities.MoneyKind.AUTHORISED, true));
    }

    @Override
    public ExposureCap exposureCap(Asset asset) {
        return exposure;
    }

    @Override
    public Detection detect(PaymentProof proof) {
        if (!Voucher.TYPE.equals(proof.json().getValue("type"))) {
            return new Detection.Foreign();
        }
        return Voucher.isOne(proof.json())
                ? new Detection.Matches()
                : new Detection.Malformed("A voucher has id, payer, recipient, reference, most, lapsesAt and mac.");
    }

    @Override
    public Future<QuoteTerms> quote(QuoteOrder order) {
        return chain.ask(state -> {
            long until = state.time() + order.usableFor().plus(MARGIN).toMillis();
            JsonObject details = new JsonObject()
                    .put("type", Voucher.TYPE)
                    .put("network", ID)
                    .put("recipient", chain.wallet())
                    .put("lapsesAt", until);
            String uri =
                    "voucher:" + chain.wallet() + "?most=" + order.price().units() + "&reference=" + order.reference();
            return new QuoteTerms(details, uri, new JsonObject().put("lapsesAt", until));
        });
    }

    @Override
    public Future<Observation> observe(QuotedPayment payment, PaymentProof proof) {
        if (!(detect(proof) instanceof Detection.Matches)) {
            return Future.succeededFuture(new Observation.Refused(Codes.MALFORMED_PROOF, "This is no voucher."));
        }
        Voucher voucher = Voucher.of(proof.json());
        return chain.ask(state -> decide(payment, voucher, state));
    }

    private static Observation decide(QuotedPayment payment, Voucher voucher, State state) {
        if (!voucher.isSignedWith(state.secret(voucher.payer()))) {
            return new Observation.Refused(Codes.PAYER_MISMATCH, "This payer has not signed this.");
        }
        if (!voucher.reference().equals(payment.reference())) {
            return new Observation.Refused(Codes.UNKNOWN_REFERENCE, "It is for another quote.");
        }
        if (!voucher.recipient().equals(payment.recipient())) {
            return new Observation.Refused(Codes.WRONG_RECIPIENT, "It is for somebody else.");
        }
        if (payment.expiresAt().toEpochMilli() < state.time()) {
            return new Observation.Refused(Codes.QUOTE_EXPIRED, "The quote has lapsed; nothing is taken.");
        }
        if (voucher.most().signum() == 0) {
            return new Observation.Refused(Codes.AMOUNT_MISMATCH, "It lets nothing be taken.");
        }
        if (state.spent(voucher.id()) != null || voucher.most().compareTo(state.balance(voucher.payer())) > 0) {
            return new Observation.Refused(Codes.TRANSACTION_FAILED, "It could not be taken of.");
        }
        return new Observation.Paid(new ObservedDeposit(
                "fake:2:" + voucher.id(),
                voucher.payer(),
                voucher.recipient(),
                new Money(COIN, voucher.most()),
                voucher.id(),
                voucher.json(),
                false,
                Instant.ofEpochMilli(voucher.lapsesAt()).minus(MARGIN)));
    }

    @Override
    public Future<Finality> finality(ObservedDeposit deposit) {
        Voucher voucher = Voucher.of(deposit.evidence());
        return chain.ask(state -> state.spent(voucher.id()) == null
                ? new Finality.NotYet()
                : new Finality.Gone("it was taken of, or revoked"));
    }

    @Override
    public RefundRail refunds() {
        return RefundRail.none();
    }

    @Override
    public Optional<CollectRail> collections() {
        return Optional.of(new VoucherRail(chain));
    }

    @Override
    public Optional<InboundFeed> inbound() {
        return Optional.of(new VoucherWallet(chain, showsCollections));
    }

    @Override
    public Optional<WalletBalances> balances() {
        return Optional.of(new VoucherWallet(chain, showsCollections));
    }

    @Override
    public Future<MethodHealth> health() {
        return Future.succeededFuture(new MethodHealth(true, "the fake chain answers"));
    }

    @Override
    public Future<Void> start() {
        return Future.succeededFuture();
    }

    @Override
    public void close() {
        // The chain is the test's.
    }
}
