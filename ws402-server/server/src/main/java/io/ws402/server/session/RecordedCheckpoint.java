package io.ws402.server.session;

import io.ws402.protocol.payment.CheckpointOutcome.Recorded;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.SessionGrant;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A checkpoint that the gateway answered. What it says about a session counts only for the lease epoch that was reported:
 * the same payment may have been taken up anew meanwhile.
 */
record RecordedCheckpoint(
        long gatheredAtNanos,
        Map<String, MeterReport> reports,
        Map<String, String> over,
        Map<String, BigInteger> balances) {
    static RecordedCheckpoint of(long gatheredAtNanos, List<MeterReport> reports, Recorded answer) {
        Map<String, MeterReport> byPayment = HashMap.newHashMap(reports.size());
        reports.forEach(report -> byPayment.put(report.paymentId(), report));
        Map<String, String> codes = HashMap.newHashMap(answer.over().size());
        answer.over().forEach(one -> codes.put(one.paymentId(), one.code()));
        Map<String, BigInteger> balances = HashMap.newHashMap(answer.toppedUp().size());
        answer.toppedUp().forEach(one -> balances.put(one.paymentId(), one.balance()));
        return new RecordedCheckpoint(gatheredAtNanos, byPayment, codes, balances);
    }

    /** The reading of this grant that it carried, if it did. */
    Optional<MeterReport> report(SessionGrant grant) {
        return Optional.ofNullable(reports.get(grant.paymentId()))
                .filter(report -> report.leaseEpoch() == grant.leaseEpoch());
    }

    /** Why the grant is this server's no longer; empty when its lease was renewed. */
    Optional<String> over(SessionGrant grant) {
        return Optional.ofNullable(over.get(grant.paymentId()));
    }

    /** Everything that was paid in, if more was since the session started. */
    Optional<BigInteger> balance(SessionGrant grant) {
        return Optional.ofNullable(balances.get(grant.paymentId()));
    }
}
