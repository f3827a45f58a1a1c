package io.ws402.gateway.session;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.session.SessionEndRepository.Ended;
import io.ws402.gateway.session.SessionEndRepository.FinalReading;
import io.ws402.gateway.session.SettlementRepository.LockedPayment;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.GroupedStatement;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.SettleOutcome;
import io.ws402.protocol.payment.Settlement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Ends sessions by their holders' final readings: all that are asked for at the same time in one transaction. */
final class HolderSettlements {
    private static final int MOST_TOGETHER = 256;

    private final LeasePolicy policy;
    private final LeaseRepository leases;
    private final SessionEndRepository ends;
    private final SettlementRepository settlements;
    private final Settling settling;
    private final SettlementQueries answers;
    private final GroupedStatement<Asked, SettleOutcome> together;

    private record Asked(Caller caller, MeterReport report, String endReason) {
        String paymentId() {
            return report.paymentId();
        }

        FinalReading reading() {
            return new FinalReading(caller.apiKeyId(), report, endReason);
        }
    }

    HolderSettlements(
            Database database,
            LeasePolicy policy,
            SessionEndRepository ends,
            SettlementRepository settlements,
            Settling settling,
            SettlementQueries answers,
            Runnable refundsPlanned) {
        this.policy = policy;
        this.leases = new LeaseRepository(policy);
        this.ends = ends;
        this.settlements = settlements;
        this.settling = settling;
        this.answers = answers;
        this.together = new GroupedStatement<>(
                MOST_TOGETHER,
                asked -> database.transaction(transaction -> settleAll(transaction, asked))
                        .onSuccess(outcomes -> refundsPlanned.run()));
    }

    /** As {@link SettlementService#settle}. */
    Future<SettleOutcome> settle(Caller caller, MeterReport report, String endReason) {
        return together.run(new Asked(caller, report, endReason));
    }

    private Future<List<SettleOutcome>> settleAll(SqlConnection transaction, List<Asked> asked) {
        Map<Asked, SettleOutcome> outcomes = new HashMap<>();
        // Who repeats itself in a group is answered once.
        return settle(transaction, asked.stream().distinct().toList(), outcomes)
                .map(done -> asked.stream().map(outcomes::get).toList());
    }

    /** Of several readings of one payment each comes after the one before, as if they had not come together. */
    private Future<Void> settle(SqlConnection transaction, List<Asked> asked, Map<Asked, SettleOutcome> outcomes) {
        Set<String> payments = new HashSet<>();
        List<Asked> now = new ArrayList<>();
        List<Asked> later = new ArrayList<>();
        asked.forEach(each -> (payments.add(each.paymentId()) ? now : later).add(each));
        return settlements
                .lock(transaction, payments)
                .compose(locked -> settleLocked(transaction, locked, now, outcomes))
                .compose(settled -> later.isEmpty() ? Future.succeededFuture() : settle(transaction, later, outcomes));
    }

    private Future<Void> settleLocked(
            SqlConnection transaction,
            Map<String, LockedPayment> locked,
            List<Asked> asked,
            Map<Asked, SettleOutcome> outcomes) {
        List<Asked> known = new ArrayList<>();
        for (Asked each : asked) {
            LockedPayment payment = locked.get(each.paymentId());
            if (payment != null && payment.merchantId().equals(each.caller().merchantId())) {
                known.add(each);
            } else {
                outcomes.put(each, new SettleOutcome.Refused(Codes.UNKNOWN_PAYMENT, "There is no such payment."));
            }
        }
        if (known.isEmpty()) {
            return Future.succeededFuture();
        }
        return ends.endByHolders(transaction, known.stream().map(Asked::reading).toList())
                .compose(ended -> divide(transaction, locked, ended))
                .compose(settled -> answer(transaction, known, settled, outcomes));
    }

    private Future<Map<String, Settlement>> divide(
            SqlConnection transaction, Map<String, LockedPayment> locked, Map<String, Ended> ended) {
        Map<LockedPayment, Ended> sessions = new LinkedHashMap<>();
        locked.forEach((id, payment) -> {
            Ended end = ended.get(id);
            if (end != null) {
                sessions.put(payment, end);
            }
        });
        return sessions.isEmpty()
                ? Future.succeededFuture(Map.of())
                : settling.divide(transaction, sessions).compose(divided -> answers.of(transaction, ended.keySet()));
    }

    private Future<Void> answer(
            SqlConnection transaction,
            List<Asked> asked,
            Map<String, Settlement> settled,
            Map<Asked, SettleOutcome> outcomes) {
        List<Future<?>> others = new ArrayList<>();
        for (Asked each : asked) {
            Settlement settlement = settled.get(each.paymentId());
            if (settlement == null) {
                others.add(notEnded(transaction, each).onSuccess(outcome -> outcomes.put(each, outcome)));
            } else {
                outcomes.put(each, new SettleOutcome.Settled(settlement));
            }
        }
        return Future.all(others).mapEmpty();
    }

    private Future<SettleOutcome> notEnded(SqlConnection transaction, Asked asked) {
        MeterReport report = asked.report();
        String paymentId = asked.paymentId();
        return leases.look(transaction, asked.caller().merchantId(), List.of(paymentId))
                .compose(found -> {
                    SessionRow session = found.get(paymentId);
                    if (session == null) {
                        return refused(Codes.NOT_HELD, "No session holds this payment.");
                    }
                    if (!session.concerns(asked.caller())) {
                        return refused(Codes.UNKNOWN_PAYMENT, "There is no such payment.");
                    }
                    LeaseEvent event = new LeaseEvent.Settle(asked.caller().apiKeyId(), report.leaseEpoch());
                    return switch (session.lease().on(event, policy.lease().toMillis())) {
                        case LeaseOutcome.Refused(String code)
                        when code.equals(Codes.SESSION_OVER) ->
                            answers.of(transaction, paymentId).map(SettleOutcome.Settled::new);
                        case LeaseOutcome.Refused(String code) ->
                            refused(code, "The session is not this holder's to settle: " + session.lease());
                        case LeaseOutcome.Moved moved ->
                            refused(
                                    Codes.AMOUNT_MISMATCH,
                                    "consumed " + report.consumed() + " is not between the last checkpoint's "
                                            + session.consumed() + " and the balance " + session.balance());
                    };
                });
    }

    private static Future<SettleOutcome> refused(String code, String reason) {
        return Future.succeededFuture(new SettleOutcome.Refused(code, reason));
    }
}
