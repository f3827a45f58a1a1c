package io.ws402.chaos.mutant;

import io.ws402.chaos.chain.SimChain;
import io.ws402.gateway.method.Finality;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.Reconciliation;
import io.ws402.protocol.money.Money;
import java.util.List;

/** Every mutant: each takes out one rule of money. */
public final class Mutants {
    private static final String CHECKPOINT = "sequence = r.sequence";
    private static final String RESUME = "s.lease_epoch = $9";
    private static final String TAKE_UP = "s.lease_epoch = $8";
    private static final String END_BY_HOLDER = "end_reason = r.end_reason";
    private static final String END_ABANDONED = "ELSE 'server_lost' END";
    private static final String APPLY = "UPDATE refunds r SET applied_to";
    private static final String PAY_OUT = "'credit_paid_out'";

    private Mutants() {}

    /** Fresh ones, with counts at zero. */
    public static List<Mutant> all() {
        return List.of(
                Mutant.ofSql(
                        "a checkpoint of an old epoch counts", CHECKPOINT, " AND s.lease_epoch = r.lease_epoch", ""),
                Mutant.ofSql(
                        "another server's checkpoint counts",
                        CHECKPOINT,
                        List.of("s.server_id = $2", " AND s.lease_epoch = r.lease_epoch"),
                        List.of("$2::text IS NOT NULL", "")),
                Mutant.ofSql(
                        "checkpoints count in any order",
                        CHECKPOINT,
                        "s.sequence < r.sequence AND r.consumed BETWEEN s.consumed AND s.balance",
                        "r.consumed <= s.balance"),
                Mutant.ofSql(
                        "a settlement of an old epoch counts", END_BY_HOLDER, " AND s.lease_epoch = r.lease_epoch", ""),
                Mutant.ofSql("resume takes a live lease", RESUME, "AND s.lease_until <= now() AND NOT", "AND NOT"),
                Mutant.ofSql(
                        "a claim secret takes a live lease", TAKE_UP, "AND s.lease_until <= now() AND NOT", "AND NOT"),
                Mutant.ofSql(
                        "a new holder has the old epoch",
                        RESUME,
                        "lease_epoch = s.lease_epoch + 1",
                        "lease_epoch = s.lease_epoch"),
                Mutant.ofSql(
                        "the reaper does not wait for the resume window",
                        "s.lease_until + $2::bigint",
                        "s.lease_until + $2::bigint * interval '1 millisecond'",
                        "s.lease_until"),
                Mutant.ofSql(
                        "the reaper charges the whole balance",
                        END_ABANDONED,
                        "ELSE s.consumed END",
                        "ELSE s.balance END"),
                Mutant.ofSql(
                        "leases age while no gateway is there",
                        "INSERT INTO gateway_heartbeat",
                        "THEN now()",
                        "THEN h.available_since"),
                Mutant.ofSql(
                        "a refund is signed before its deposit is final",
                        "AS deposit_final",
                        "d.final_at IS NOT NULL OR",
                        "true OR"),
                Mutant.ofSql(
                        "more is given back than was left",
                        "captured = share.captured",
                        "payer, refunded, asset_symbol",
                        "payer, refunded + 1, asset_symbol"),
                Mutant.ofSql(
                        "less is captured than was consumed",
                        "captured = share.captured",
                        List.of("captured = share.captured,", "worth_captured = share.used"),
                        List.of(
                                "captured = trunc(share.captured / 2),",
                                "worth_captured = CASE WHEN d.worth IS NULL THEN trunc(share.captured / 2) ELSE share.used END")),
                Mutant.ofSql(
                        "a top-up in another asset counts for its amount",
                        "AS counted",
                        List.of("coalesce(quote.counted, $9::numeric)", "coalesce(locked.counted, locked.amount)"),
                        List.of("$9::numeric", "locked.amount")),
                Mutant.ofSql(
                        "what is left of a deposit in another asset is given back by its worth",
                        "captured = share.captured",
                        List.of("RETURNING d.id, d.merchant_id", "payer, refunded, asset_symbol"),
                        List.of(
                                "RETURNING d.worth, d.worth_captured, d.id, d.merchant_id",
                                "payer, coalesce(worth - worth_captured, refunded), asset_symbol")),
                Mutant.ofSql(
                        "what is left of a deposit in another asset is not given back",
                        "captured = share.captured",
                        "FROM settled WHERE refunded > 0",
                        "FROM settled WHERE refunded > 0 AND asset_symbol IS NULL"),
                Mutant.ofSql(
                        "two quotes ask for the same amount",
                        "INSERT INTO amount_reservations",
                        List.of("AND taken.until > now()", "WHERE reserved.until <= now()"),
                        List.of("AND taken.until < now()", "")),
                Mutant.ofSql(
                        "two refunds take the same number",
                        "UPDATE signer_sequences",
                        "next_sequence = next_sequence + 1",
                        "next_sequence = next_sequence"),
                Mutant.ofSql(
                        "the refund of a deposit that was undone stays planned",
                        "SET state = 'void'",
                        "WHERE r.deposit_id = deposit.id AND",
                        "WHERE r.deposit_id = deposit.id AND false AND"),
                Mutant.ofSql(
                        "credit is applied twice", APPLY, " AND r.paid_out_by IS NULL AND r.applied_to IS NULL", ""),
                Mutant.ofSql(
                        "credit is applied to another's session",
                        APPLY,
                        List.of("d.asset, d.payer) =", "r.asset, r.recipient)"),
                        List.of("d.asset) =", "r.asset)")),
                Mutant.ofSql(
                        "credit is paid out twice",
                        "GROUP BY merchant_id, method, asset, recipient",
                        List.of("AND paid_out_by IS NULL", "AND r.paid_out_by IS NULL"),
                        List.of("", "")),
                Mutant.ofSql(
                        "a payout sends more than it takes up",
                        PAY_OUT,
                        "sum(amount), max(asset_symbol)",
                        "sum(amount) + 1, max(asset_symbol)"),
                Mutant.ofSql(
                        "a payout is not taken from the ledger",
                        PAY_OUT,
                        "-payout.amount)) AS side (account, owner, amount)",
                        "-payout.amount)) AS side (account, owner, amount) WHERE false"),
                Mutant.ofSchema(
                        "one transfer pays twice", "ALTER TABLE deposits DROP CONSTRAINT deposits_settlement_key_key"),
                Mutant.ofMethod(
                        "finality is not waited for",
                        (method, altered) -> WrongMethod.judging(method, finality -> {
                            altered.incrementAndGet();
                            return finality instanceof Finality.NotYet ? new Finality.Final() : finality;
                        })),
                Mutant.ofMethod(
                        "what has just arrived is called final",
                        (method, altered) -> WrongMethod.observing(method, observation -> {
                            altered.incrementAndGet();
                            return observation instanceof Observation.Paid paid
                                    ? WrongMethod.calledFinal(paid)
                                    : observation;
                        })),
                Mutant.ofMethod(
                        "a deposit that only moved is called undone",
                        (method, altered) -> WrongMethod.judging(method, finality -> {
                            altered.incrementAndGet();
                            return finality instanceof Finality.NotYet ? new Finality.Gone("not seen") : finality;
                        })),
                Mutant.ofMethod(
                        "a refund is signed anew while it is under way",
                        (method, altered) -> WrongMethod.reconciling(method, (answer, signed) -> {
                            altered.incrementAndGet();
                            return answer instanceof Reconciliation.InFlight || answer instanceof Reconciliation.Missing
                                    ? new Reconciliation.WithoutEffect("not seen", Money.zero(SimChain.COIN), false)
                                    : answer;
                        })),
                Mutant.ofMethod(
                        "a refund is called confirmed once it is sent",
                        (method, altered) -> WrongMethod.reconciling(method, (answer, signed) -> {
                            altered.incrementAndGet();
                            return answer instanceof Reconciliation.InFlight
                                    ? new Reconciliation.Confirmed(
                                            signed.getLast().txId(), Money.zero(SimChain.COIN))
                                    : answer;
                        })),
                Mutant.ofHearsay(
                        "a refund is signed anew before its blockhash has expired", WrongNodes.EXPIRES_AT_ONCE),
                Mutant.ofHearsay("a refund is signed anew before its expiry is final", WrongNodes.NEWEST_IS_FINAL),
                Mutant.ofHearsay("a node that lags is believed", WrongNodes.NONE_LAGS),
                Mutant.ofHearsay("a node that has forgotten is believed", WrongNodes.NONE_FORGETS),
                Mutant.ofHearsay("a node is believed how long a blockhash is good", WrongNodes.NO_BLOCKHASH_IS_VALID));
    }
}
