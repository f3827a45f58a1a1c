package io.ws402.chaos.rule;

import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.Settlement;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What servers have told gateways, and what they were answered: against it is held what the database says. */
public final class Said {
    private final Set<String> reported = new HashSet<>();
    private final Set<String> refundsAsked = new HashSet<>();
    private final Map<String, String> granted = new HashMap<>();
    private final Map<String, BigInteger> settled = new HashMap<>();
    private final List<Violation> contradictions = new ArrayList<>();

    /** A server sends a reading; whether it ever arrives is another matter. */
    public void reports(String apiKeyId, MeterReport report) {
        reported.add(key(report.paymentId(), report.leaseEpoch(), apiKeyId, report.consumed()));
    }

    private static String key(String paymentId, long epoch, String apiKeyId, BigInteger consumed) {
        return paymentId + '/' + epoch + '/' + apiKeyId + '/' + consumed;
    }

    boolean wasReported(String paymentId, long epoch, String apiKeyId, BigInteger consumed) {
        return reported.contains(key(paymentId, epoch, apiKeyId, consumed));
    }

    /** A 0.1 server asks for a refund. */
    public void asksBack(String paymentId, BigInteger amount) {
        refundsAsked.add(paymentId + '/' + amount);
    }

    boolean wasAskedBack(String paymentId, BigInteger amount) {
        return refundsAsked.contains(paymentId + '/' + amount);
    }

    /** A server is told that it holds a session: of all that are, one socket for each epoch. */
    public void granted(String serverId, String claim, SessionGrant grant) {
        String lease = grant.paymentId() + " epoch " + grant.leaseEpoch();
        String holder = serverId + " for " + claim;
        String other = granted.putIfAbsent(lease, holder);
        if (other != null && !other.equals(holder)) {
            contradictions.add(new Violation(
                    "one holder for each epoch", lease + " was granted to " + other + " and to " + holder));
        }
    }

    /** A server is told how a session was settled: always in the same way. */
    public void settled(Settlement settlement) {
        BigInteger now = settlement.consumed().units();
        BigInteger first = settled.putIfAbsent(settlement.paymentId(), now);
        if (first != null && !first.equals(now)) {
            contradictions.add(new Violation(
                    "the first settlement stands",
                    settlement.paymentId() + " was settled at " + first + ", then answered with " + now));
        }
    }

    List<Violation> contradictions() {
        return contradictions;
    }
}
