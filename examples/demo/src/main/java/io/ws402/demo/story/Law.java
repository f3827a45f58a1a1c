package io.ws402.demo.story;

import io.ws402.protocol.money.Asset;
import java.math.BigInteger;
import java.util.List;

/** What must be true of a session's money, to the last unit. */
public final class Law {
    private Law() {}

    /**
     * One rule and whether it held.
     *
     * @param rule the rule in words
     * @param difference left side minus right side, in smallest units; zero when it held
     * @param asset what the difference is of
     */
    public record Finding(String rule, BigInteger difference, Asset asset) {
        /** Whether the two sides agree to the last unit. */
        public boolean holds() {
            return difference.signum() == 0;
        }
    }

    /** Both rules, applied to a session. */
    public static List<Finding> of(SessionReport report) {
        BigInteger cost = report.consumed().add(report.fee());
        BigInteger divided = report.paid().subtract(cost).subtract(report.refunded());
        BigInteger lost = report.payerBefore().subtract(report.payerAfter());
        BigInteger unexplained = lost.subtract(cost).subtract(report.networkFeesInAsset());
        boolean networkFees = report.networkFeesInAsset().signum() > 0;
        return List.of(
                new Finding("paid = consumed + refunded + fee", divided, report.asset()),
                new Finding(
                        "before - after = consumed + fee" + (networkFees ? " + network fees" : ""),
                        unexplained,
                        report.asset()));
    }

    /** Whether every rule holds for every session. */
    public static boolean holds(List<SessionReport> reports) {
        return reports.stream().flatMap(report -> of(report).stream()).allMatch(Finding::holds);
    }
}
