package io.ws402.gateway.wallet;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.work.RepeatedPass;
import java.math.BigInteger;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares books and wallets again and again. {@code ws402_gateway_reconciliation_difference}, by wallet and asset, is what
 * a wallet holds more than the books say, in smallest units, once two passes in a row have shown it; 0 when they agree, and
 * not a number when they could not be compared. Alert on anything but 0. It tells of wallets that are low, too ({@code
 * ws402_gateway_wallet_balance} below {@code ws402_gateway_wallet_minimum}). What was found last may be asked for from any
 * thread.
 */
public final class WalletWatch {
    private static final Logger LOG = LoggerFactory.getLogger(WalletWatch.class);
    private static final Duration TICK = Duration.ofSeconds(1);

    private final WalletComparison comparison;
    private final MultiGauge gauges;
    private final Duration interval;
    private final LowWallets low;
    private volatile WalletReport last = new WalletReport(List.of());
    private Map<WalletAsset, BigInteger> told = Map.of();
    private Duration pause = TICK;
    private long dueAtNanos = System.nanoTime();

    /** Every {@code interval}; while something could not be compared soon again, then after ever longer pauses. */
    public WalletWatch(WalletComparison comparison, Duration interval, MeterRegistry meters) {
        this.comparison = comparison;
        this.interval = interval;
        this.low = new LowWallets(meters);
        this.gauges = MultiGauge.builder("ws402.gateway.reconciliation.difference")
                .description("What a wallet holds more than the books say, in smallest units")
                .register(meters);
    }

    /** Runs it from now on, until it is stopped. */
    public RepeatedPass start(Vertx vertx) {
        RepeatedPass repeated = new RepeatedPass(vertx, "comparison of books and wallets", TICK, this::passWhenDue);
        repeated.start();
        return repeated;
    }

    private Future<Boolean> passWhenDue() {
        return System.nanoTime() < dueAtNanos ? Future.succeededFuture(false) : pass().map(report -> false);
    }

    /** Compares once, and tells what it found. Passes follow each other. */
    public Future<WalletReport> pass() {
        return comparison.compare().map(report -> {
            tell(report, report.differencesSince(last));
            low.look(report);
            last = report;
            Duration next = report.isComplete() ? interval : pause;
            pause = report.isComplete() ? TICK : shorter(pause.multipliedBy(2), interval);
            dueAtNanos = System.nanoTime() + next.toNanos();
            return report;
        });
    }

    /** What the last pass found; without a line before the first one. */
    public WalletReport last() {
        return last;
    }

    /** The wallets that hold less than they should, by the last pass that saw them. */
    public List<WalletLine> low() {
        return low.now();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void tell(WalletReport report, List<WalletLine> believed) {
        Map<WalletAsset, BigInteger> differences = new HashMap<>();
        believed.forEach(line -> differences.put(line.of(), line.difference()));
        report.differences().stream()
                .filter(line -> !line.difference().equals(told.get(line.of())))
                .forEach(line -> tell(line, differences.containsKey(line.of())));
        told.keySet().stream()
                .filter(key -> !differences.containsKey(key))
                .forEach(key -> LOG.info("the books and the wallet {} differ no more", key));
        told = differences;
        gauges.register(
                report.lines().stream()
                        .map(line -> MultiGauge.Row.of(line.of().tags(), figure(line, differences)))
                        .toList(),
                true);
    }

    private static double figure(WalletLine line, Map<WalletAsset, BigInteger> differences) {
        return line.verdict() instanceof WalletVerdict.Unseen
                ? Double.NaN
                : differences.getOrDefault(line.of(), BigInteger.ZERO).doubleValue();
    }

    private static void tell(WalletLine line, boolean believed) {
        if (believed) {
            LOG.error(
                    "the wallet {} holds {} of {}, the books say {}: a difference of {} that nothing explains",
                    line.of().wallet(),
                    line.actual(),
                    line.of().asset(),
                    line.expected(),
                    line.difference());
        } else {
            LOG.warn(
                    "the wallet {} holds {} of {}, the books say {}; looked at again before it is called a difference",
                    line.of().wallet(),
                    line.actual(),
                    line.of().asset(),
                    line.expected());
        }
    }
}
