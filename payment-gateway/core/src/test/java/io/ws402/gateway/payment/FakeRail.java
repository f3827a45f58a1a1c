package io.ws402.gateway.payment;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.Capabilities;
import io.ws402.gateway.method.Capabilities.Binding;
import io.ws402.gateway.method.Capabilities.MoneyKind;
import io.ws402.gateway.method.Detection;
import io.ws402.gateway.method.ExposureCap;
import io.ws402.gateway.method.Finality;
import io.ws402.gateway.method.InboundFeed;
import io.ws402.gateway.method.InboundTransfer;
import io.ws402.gateway.method.MethodDescription;
import io.ws402.gateway.method.MethodHealth;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.method.QuoteOrder;
import io.ws402.gateway.method.QuoteTerms;
import io.ws402.gateway.method.QuotedPayment;
import io.ws402.gateway.method.RefundRail;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.PaymentProof;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A rail in memory, for tests: what it shows of a transaction is what the test has put there. */
final class FakeRail implements PaymentMethod {
    static final Asset COIN = new Asset(new AssetId("fake:1/slip44:60"), "COIN", 18);
    static final Asset TOKEN = new Asset(new AssetId("fake:1/erc20:0xabc"), "TOKEN", 6);
    static final String WALLET = "0xwallet";
    static final String PAYER = "0xpayer";

    private final MethodDescription description;
    private final Map<String, Observation> transactions = new ConcurrentHashMap<>();
    private final List<InboundTransfer> arrivals = new CopyOnWriteArrayList<>();
    private final String name = UUID.randomUUID().toString();
    private volatile ExposureCap exposure = ExposureCap.NONE;
    private final Map<String, Finality> finality = new ConcurrentHashMap<>();
    private volatile Function<QuotedPayment, Future<?>> meanwhile = Future::succeededFuture;

    FakeRail(String id, Binding binding) {
        this.description = new MethodDescription(
                id,
                "fake",
                id,
                "fake:1",
                WALLET,
                List.of(COIN, TOKEN),
                new Capabilities(binding, MoneyKind.PREPAID, true));
    }

    /** Puts a transaction on the rail that pays this much, finally. */
    void pay(String txHash, Money amount) {
        show(txHash, new Observation.Paid(deposit(txHash, amount, true)));
    }

    void pay(String txHash, Asset asset, BigInteger units) {
        pay(txHash, new Money(asset, units));
    }

    /** From now on no more than this is served on before it is final. */
    void cap(ExposureCap cap) {
        exposure = cap;
    }

    @Override
    public ExposureCap exposureCap(Asset asset) {
        return exposure;
    }

    void show(String txHash, Observation observation) {
        transactions.put(txHash, observation);
    }

    void finality(String txHash, Finality said) {
        finality.put(txHash, said);
    }

    ObservedDeposit deposit(String txHash, Money amount, boolean isFinal) {
        return deposit(txHash, PAYER, amount, isFinal);
    }

    ObservedDeposit deposit(String txHash, String payer, Money amount, boolean isFinal) {
        return new ObservedDeposit(
                "fake:1:" + txHash + ":native",
                payer,
                WALLET,
                amount,
                txHash,
                new JsonObject().put("block", 1),
                isFinal);
    }

    @Override
    public MethodDescription describe() {
        return description;
    }

    @Override
    public Detection detect(PaymentProof proof) {
        if (!description.id().equals(proof.json().getValue("type"))) {
            return new Detection.Foreign();
        }
        return proof.text("txHash").isPresent()
                ? new Detection.Matches()
                : new Detection.Malformed("A proof needs a txHash.");
    }

    @Override
    public Future<QuoteTerms> quote(QuoteOrder order) {
        JsonObject details = new JsonObject().put("type", description.id()).put("recipient", WALLET);
        return Future.succeededFuture(
                new QuoteTerms(details, "fake:" + order.reference(), new JsonObject().put("head", 1)));
    }

    @Override
    public Future<Observation> observe(QuotedPayment payment, PaymentProof proof) {
        if (detect(proof) instanceof Detection.Foreign) {
            return Future.succeededFuture(new Observation.Refused("malformed_proof", "This is not a proof of mine."));
        }
        return Future.succeededFuture(transactions.getOrDefault(
                proof.text("txHash").orElseThrow(),
                new Observation.Pending("transaction_not_found", "No such transaction.", 20)));
    }

    @Override
    public Future<Finality> finality(ObservedDeposit deposit) {
        return Future.succeededFuture(finality.getOrDefault(deposit.txId(), new Finality.NotYet()));
    }

    /** From now on this happens whenever the feed is asked for what explains a transfer, before it answers. */
    void meanwhile(Function<QuotedPayment, Future<?>> happens) {
        meanwhile = happens;
    }

    /** Lets the feed show a transfer. */
    void arrives(ObservedDeposit deposit, @Nullable String reference) {
        arrivals.add(new InboundTransfer(deposit, reference));
    }

    @Override
    public Optional<InboundFeed> inbound() {
        return Optional.of(new InboundFeed() {
            @Override
            public Future<JsonObject> head() {
                return Future.succeededFuture(position(arrivals.size()));
            }

            @Override
            public Future<Stretch> after(JsonObject position) {
                // Several tests share a database: what another one's rail has noted means the beginning here.
                int from = name.equals(position.getString("rail")) ? position.getInteger("behind") : 0;
                int end = Math.min(arrivals.size(), from + 2);
                return Future.succeededFuture(
                        new Stretch(arrivals.subList(from, end), position(end), end < arrivals.size()));
            }

            @Override
            public Future<Observation> observe(QuotedPayment payment, ObservedDeposit arrived) {
                return meanwhile
                        .apply(payment)
                        .map(done -> transactions.getOrDefault(arrived.txId(), new Observation.Paid(arrived)));
            }
        });
    }

    private JsonObject position(int behind) {
        return new JsonObject().put("rail", name).put("behind", behind);
    }

    @Override
    public RefundRail refunds() {
        throw new UnsupportedOperationException("this rail sends nothing");
    }

    @Override
    public Future<MethodHealth> health() {
        return Future.succeededFuture(new MethodHealth(true, "fine"));
    }

    @Override
    public Future<Void> start() {
        return Future.succeededFuture();
    }

    @Override
    public void close() {}
}
