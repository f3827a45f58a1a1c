package io.ws402.gateway.session;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.ws402.gateway.ledger.Account;
import io.ws402.gateway.ledger.Journal;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.method.Capabilities.MoneyKind;
import io.ws402.gateway.outbox.Outbox;
import io.ws402.gateway.session.SettlementRepository.Ended;
import io.ws402.gateway.session.SettlementRepository.LockedPayment;
import io.ws402.gateway.session.SettlementRepository.PlannedShare;
import io.ws402.gateway.storage.Identifiers;
import java.util.List;

/**
 * Divides the money of a session that has just ended, within the transaction that ended it: deposits captured and
 * settled, refunds and collections planned, one journal, the payment settled, one event. All of it, or nothing.
 */
final class Settling {
    private final SettlementRepository settlements;
    private final Ledger ledger;
    private final Outbox outbox;
    private final Identifiers identifiers;

    Settling(SettlementRepository settlements, Ledger ledger, Outbox outbox, Identifiers identifiers) {
        this.settlements = settlements;
        this.ledger = ledger;
        this.outbox = outbox;
        this.identifiers = identifiers;
    }

    Future<Void> divide(SqlConnection transaction, LockedPayment payment, Ended ended) {
        return settlements.deposits(transaction, payment.id()).compose(deposits -> {
            Allocation allocation = Allocation.of(deposits, ended.consumed(), payment.feeBasisPoints());
            List<PlannedShare> shares = allocation.shares().stream()
                    .map(share -> new PlannedShare(
                            share, identifiers.next(share.source().kind() == MoneyKind.PREPAID ? "ref" : "col")))
                    .toList();
            return settlements
                    .divide(transaction, payment.id(), shares)
                    .compose(divided -> post(transaction, payment, shares))
                    .compose(posted -> tell(transaction, payment, allocation, shares, ended.reason()));
        });
    }

    /** What is only authorised was never ours and is not in the books yet; it is posted when the rail has collected it. */
    private Future<Void> post(SqlConnection transaction, LockedPayment payment, List<PlannedShare> shares) {
        List<PlannedShare> held = shares.stream()
                .filter(planned -> planned.share().source().kind() == MoneyKind.PREPAID)
                .toList();
        if (held.isEmpty()) {
            return Future.succeededFuture();
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
        return ledger.post(transaction, journal.build());
    }

    private Future<Void> tell(
            SqlConnection transaction,
            LockedPayment payment,
            Allocation allocation,
            List<PlannedShare> shares,
            String endReason) {
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
        return outbox.append(transaction, "payment.settled", payment.id(), payload);
    }
}
