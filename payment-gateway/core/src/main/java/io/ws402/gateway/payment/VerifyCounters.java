package io.ws402.gateway.payment;

import io.micrometer.core.instrument.MeterRegistry;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.TopUpOutcome;
import io.ws402.protocol.payment.Verification;
import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What came of verify and top-up calls since this gateway started: for {@code GET /api/stats} by merchant, and as the metric {@code
 * ws402_gateway_verifications_total} by outcome. A repeated call counts again. Thread-safe.
 */
public final class VerifyCounters {
    private final Map<String, Merchant> merchants = new ConcurrentHashMap<>();
    private final MeterRegistry meters;

    /** Counts into the registry too. */
    public VerifyCounters(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * The figures of one merchant.
     *
     * @param verified proofs that led to a hold or a top-up
     * @param rejected proofs that did not, and will not
     * @param volume what was verified, by asset
     */
    public record Figures(long verified, long rejected, Map<AssetId, BigInteger> volume) {}

    /** The figures of this merchant so far. */
    public Figures of(String merchantId) {
        Merchant merchant = merchants.getOrDefault(merchantId, new Merchant());
        TreeMap<AssetId, BigInteger> volume = new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
        volume.putAll(merchant.volume);
        return new Figures(merchant.verified.sum(), merchant.rejected.sum(), volume);
    }

    void count(String merchantId, Verification verification) {
        switch (verification) {
            case Verification.Accepted accepted ->
                accepted(merchantId, accepted.grant().balance());
            case Verification.Rejected rejected -> rejected(merchantId, rejected.code());
            case Verification.Pending pending -> meter(pending.code());
            case Verification.Unavailable unavailable -> meter("unavailable");
        }
    }

    void count(String merchantId, TopUpOutcome outcome) {
        switch (outcome) {
            case TopUpOutcome.Added added -> accepted(merchantId, added.arrived());
            case TopUpOutcome.Rejected rejected -> rejected(merchantId, rejected.code());
            case TopUpOutcome.Pending pending -> meter(pending.code());
            case TopUpOutcome.Unavailable unavailable -> meter("unavailable");
        }
    }

    private void accepted(String merchantId, Money amount) {
        Merchant merchant = merchants.computeIfAbsent(merchantId, id -> new Merchant());
        merchant.verified.increment();
        merchant.volume.merge(amount.asset().id(), amount.units(), BigInteger::add);
        meter("accepted");
    }

    private void rejected(String merchantId, String code) {
        merchants.computeIfAbsent(merchantId, id -> new Merchant()).rejected.increment();
        meter(code);
    }

    // The codes are ours and few, whatever payers send: the metric stays small.
    private void meter(String outcome) {
        meters.counter("ws402.gateway.verifications", "outcome", outcome).increment();
    }

    private static final class Merchant {
        private final LongAdder verified = new LongAdder();
        private final LongAdder rejected = new LongAdder();
        private final Map<AssetId, BigInteger> volume = new ConcurrentHashMap<>();
    }
}
