package io.ws402.gateway.session;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.method.Capabilities.MoneyKind;
import io.ws402.gateway.outbox.Outbox;
import io.ws402.gateway.session.Division.PlannedShare;
import io.ws402.gateway.session.SessionEndRepository.Ended;
import io.ws402.gateway.session.SettlementRepository.LockedPayment;
import io.ws402.gateway.storage.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Divides the money of sessions that have just ended, within the transaction that ended them: deposits captured and
 * settled, refunds and collections planned, a journal for each, the payments settled, an event for each. All of it, or
 * nothing.
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
        return divide(transaction, Map.of(payment, ended));
    }

    /** Divides the money of each of these payments. */
    Future<Void> divide(SqlConnection transaction, Map<LockedPayment, Ended> sessions) {
        List<String> payments =
                sessions.keySet().stream().map(LockedPayment::id).toList();
        return settlements.deposits(transaction, payments).compose(deposits -> {
            List<Division> divisions = new ArrayList<>();
            sessions.forEach((payment, ended) ->
                    divisions.add(division(payment, ended, deposits.getOrDefault(payment.id(), List.of()))));
            return settlements
                    .divide(transaction, divisions)
                    .compose(divided -> ledger.post(
                            transaction,
                            divisions.stream()
                                    .map(Division::journal)
                                    .flatMap(Optional::stream)
                                    .toList()))
                    .compose(posted -> outbox.append(
                            transaction, divisions.stream().map(Division::event).toList()));
        });
    }

    private Division division(LockedPayment payment, Ended ended, List<Allocation.Source> deposits) {
        Allocation allocation = Allocation.of(deposits, ended.consumed(), payment.feeBasisPoints());
        List<PlannedShare> shares = allocation.shares().stream()
                .map(share -> new PlannedShare(
                        share, identifiers.next(share.source().kind() == MoneyKind.PREPAID ? "ref" : "col")))
                .toList();
        return new Division(payment, ended.reason(), allocation, shares);
    }
}
