package io.ws402.gateway.session;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.ledger.Account;
import io.ws402.gateway.ledger.Journal;
import io.ws402.gateway.method.Capabilities.MoneyKind;
import io.ws402.gateway.outbox.Outbox;
import io.ws402.gateway.session.SettlementRepository.LockedPayment;
import java.util.List;
import java.util.Optional;

/**
 * How the money of a session that has ended is divided, with what the books and the outbox say of it. Pure.
 *
 * @param payment its payment
 * @param endReason why it ended
 * @param allocation what is taken of its deposits
 * @param shares the same with the names of what follows from it, in the same order
 */
record Division(LockedPayment payment, String endReason, Allocation allocation, List<PlannedShare> shares) {
    /**
     * A share with the name that its refund or its collection will have.
     *
     * @param share what becomes of a deposit
     * @param transferId used if anything is given back, or has to be collected
     */
    record PlannedShare(Allocation.Share share, String transferId) {
        private boolean isRefunded() {
            return share.refunded().signum() > 0;
        }

        private boolean isCollected() {
            return share.source().kind() == MoneyKind.AUTHORISED
                    && share.captured().signum() > 0;
        }
    }

    /** What is only authorised was never ours and is not in the books yet; it is posted when the rail has collected it. */
    Optional<Journal> journal() {
        List<PlannedShare> held = shares.stream()
                .filter(planned -> planned.share().source().kind() == MoneyKind.PREPAID)
                .toList();
        if (held.isEmpty()) {
            return Optional.empty();
        }
        Journal.Builder journal = Journal.of("settle", payment.id(), payment.id());
        for (PlannedShare planned : held) {
            Allocation.Share share = planned.share();
            Allocation.Source source = share.source();
            journal.entry(Account.HELD, source.id(), source.asset(), source.amount());
            journal.entry(
                    Account.REFUNDS_IN_FLIGHT,
                    planned.transferId(),
                    source.asset(),
                    share.refunded().negate());
        }
        List<Allocation.Share> divided = held.stream().map(PlannedShare::share).toList();
        for (Allocation.Taking taking : Allocation.takings(divided)) {
            journal.entry(
                    Account.MERCHANT,
                    payment.merchantId(),
                    taking.asset(),
                    taking.earned().negate());
            journal.entry(
                    Account.FEES,
                    payment.merchantId(),
                    taking.asset(),
                    taking.fee().negate());
        }
        return Optional.of(journal.build());
    }

    Outbox.Event event() {
        JsonArray refunds = new JsonArray();
        shares.stream()
                .filter(PlannedShare::isRefunded)
                .forEach(planned -> refunds.add(new JsonObject()
                        .put("refundId", planned.transferId())
                        .put("asset", planned.share().source().asset().value())
                        .put("amount", planned.share().refunded().toString())));
        JsonArray collections = new JsonArray();
        shares.stream()
                .filter(PlannedShare::isCollected)
                .forEach(planned -> collections.add(new JsonObject()
                        .put("collectionId", planned.transferId())
                        .put("asset", planned.share().source().asset().value())
                        .put("amount", planned.share().captured().toString())));
        JsonArray captured = new JsonArray();
        allocation
                .takings()
                .forEach(taking -> captured.add(new JsonObject()
                        .put("asset", taking.asset().value())
                        .put("amount", taking.captured().toString())
                        .put("fee", taking.fee().toString())));
        JsonObject payload = new JsonObject()
                .put("merchantId", payment.merchantId())
                .put("asset", payment.asset().value())
                .put("consumed", allocation.consumed().toString())
                .put("fee", allocation.feeIn(payment.asset()).toString())
                .put("captured", captured)
                .put("endReason", endReason)
                .put("refunds", refunds)
                .put("collections", collections);
        return new Outbox.Event("payment.settled", payment.id(), payload);
    }
}
