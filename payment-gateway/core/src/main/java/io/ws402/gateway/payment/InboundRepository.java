package io.ws402.gateway.payment;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.method.InboundTransfer;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.storage.Amounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the watch of the wallets knows, and what it enters. */
final class InboundRepository {
    private static final String UNIQUE_VIOLATION = "23505";

    private static final String BEGIN = """
            INSERT INTO inbound_positions (method, position) VALUES ($1, $2) ON CONFLICT (method) DO NOTHING""";

    private static final String POSITION = "SELECT position FROM inbound_positions WHERE method = $1";

    // Several gateways may look through the same stretch; the one that is behind must not put the position back.
    private static final String ADVANCE = """
            UPDATE inbound_positions SET position = $3, updated_at = now() WHERE method = $1 AND position = $2""";

    private static final String KNOWN = """
            SELECT settlement_key FROM deposits WHERE settlement_key = ANY($1::text[])
            UNION ALL
            SELECT settlement_key FROM unattributed_transfers WHERE settlement_key = ANY($1::text[])""";

    // By the reference it names, else by its amount, which no two recent quotes of the wallet and asset share. What is
    // of
    // another asset than its quote can not be entered for it: the books would say that so much of the quoted one
    // arrived.
    private static final String CANDIDATE = """
            SELECT false AS after_quarantine, %s
            FROM payments p LEFT JOIN sessions s ON s.payment_id = p.id LEFT JOIN sessions t ON t.payment_id = p.tops_up
            WHERE p.method = $1 AND p.asset = $3 AND p.id = CASE WHEN $5::text IS NULL
                THEN (SELECT payment_id FROM amount_reservations
                    WHERE recipient = $2 AND asset = $3 AND amount = $4::numeric)
                ELSE (SELECT id FROM payments WHERE reference = $5) END""".formatted(StoredPayment.COLUMNS);

    private static final String ENTER = """
            WITH paid AS (
                UPDATE payments SET state = 'paid' WHERE id = $1 AND state = ANY($2::text[]) AND %s RETURNING *
            ), deposit AS (
                INSERT INTO deposits (id, payment_id, position, merchant_id, method, asset, settlement_key, payer,
                    recipient, amount, state, tx_id, evidence, final_at)
                SELECT $3, id, 0, merchant_id, method, asset, $4, $5, $6, $7::numeric, 'unclaimed', $8, $9, now()
                FROM paid
                RETURNING *
            ), journal AS (
                INSERT INTO journals (kind, subject, payment_id)
                SELECT 'deposit', id, payment_id FROM deposit
                RETURNING id
            ), entry AS (
                INSERT INTO entries (journal_id, account, owner, asset, amount)
                SELECT journal.id, side.account, side.owner, deposit.asset, side.amount
                FROM journal, deposit, LATERAL (VALUES
                    ('chain', deposit.recipient, deposit.amount),
                    ('held', deposit.id, -deposit.amount)) AS side (account, owner, amount)
            )
            INSERT INTO outbox (topic, subject, payload)
            SELECT 'payment.paid', payment_id, jsonb_build_object('merchantId', merchant_id, 'payer', payer,
                'asset', asset, 'amount', amount::text, 'txId', tx_id)
            FROM deposit""".formatted(DepositRepository.notCollected("$8"));

    private static final String LIST_UNATTRIBUTED = """
            INSERT INTO unattributed_transfers (settlement_key, method, asset, asset_symbol, asset_decimals, payer,
                recipient, amount, tx_id, evidence, why)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8::numeric, $9, $10, $11
            WHERE NOT EXISTS (SELECT FROM deposits WHERE settlement_key = $1) AND %s
            ON CONFLICT DO NOTHING""".formatted(DepositRepository.notCollected("$9"));

    private final Pool pool;

    InboundRepository(Pool pool) {
        this.pool = pool;
    }

    /** How far a method's wallet has been looked through; empty before the first time. */
    Future<Optional<JsonObject>> position(String method) {
        return pool.preparedQuery(POSITION)
                .execute(Tuple.of(method))
                .map(rows -> rows.stream().findFirst().map(row -> row.getJsonObject("position")));
    }

    /** Begins at a position, unless another gateway has begun. */
    Future<Void> begin(String method, JsonObject position) {
        return pool.preparedQuery(BEGIN).execute(Tuple.of(method, position)).mapEmpty();
    }

    /** Notes that the stretch between two positions is done. */
    Future<Void> advance(String method, JsonObject from, JsonObject to) {
        return pool.preparedQuery(ADVANCE).execute(Tuple.of(method, from, to)).mapEmpty();
    }

    /** Those of these transfers that were entered or listed before. */
    Future<List<String>> known(List<InboundTransfer> transfers) {
        String[] keys = transfers.stream()
                .map(transfer -> transfer.deposit().settlementKey())
                .toArray(String[]::new);
        return pool.preparedQuery(KNOWN)
                .execute(Tuple.tuple().addArrayOfString(keys))
                .map(rows -> {
                    List<String> known = new ArrayList<>();
                    rows.forEach(row -> known.add(row.getString("settlement_key")));
                    return known;
                });
    }

    /** The payment that a transfer may be of. */
    Future<Optional<StoredPayment>> candidate(String method, InboundTransfer transfer) {
        ObservedDeposit deposit = transfer.deposit();
        Tuple parameters = Tuple.of(
                method,
                deposit.recipient(),
                deposit.amount().asset().id().value(),
                Amounts.toSql(deposit.amount().units()),
                transfer.reference());
        return pool.preparedQuery(CANDIDATE)
                .execute(parameters)
                .map(rows -> rows.stream().findFirst().map(StoredPayment::of));
    }

    /** Enters a deposit that nobody has claimed. False when the payment or the transfer is somebody's by now. */
    Future<Boolean> enter(StoredPayment payment, ObservedDeposit arrived, String depositId) {
        Tuple parameters = Tuple.tuple()
                .addString(payment.id())
                .addArrayOfString(PaymentState.before(PaymentState.Event.ARRIVE))
                .addString(depositId)
                .addString(arrived.settlementKey())
                .addString(arrived.payer())
                .addString(arrived.recipient())
                .addValue(Amounts.toSql(arrived.amount().units()))
                .addString(arrived.txId())
                .addValue(arrived.evidence());
        return pool.preparedQuery(ENTER)
                .execute(parameters)
                .map(rows -> rows.rowCount() > 0)
                .recover(failure ->
                        failure instanceof PgException conflict && UNIQUE_VIOLATION.equals(conflict.getSqlState())
                                ? Future.succeededFuture(false)
                                : Future.failedFuture(failure));
    }

    /** Lists a transfer for an operator. False when it is listed or entered already. */
    Future<Boolean> listUnattributed(String method, ObservedDeposit arrived, String why) {
        var asset = arrived.amount().asset();
        Tuple parameters = Tuple.tuple()
                .addString(arrived.settlementKey())
                .addString(method)
                .addString(asset.id().value())
                .addString(asset.symbol())
                .addInteger(asset.decimals())
                .addString(arrived.payer())
                .addString(arrived.recipient())
                .addValue(Amounts.toSql(arrived.amount().units()))
                .addString(arrived.txId())
                .addValue(arrived.evidence())
                .addString(why);
        return pool.preparedQuery(LIST_UNATTRIBUTED)
                .execute(parameters)
                .map(RowSet::rowCount)
                .map(count -> count > 0);
    }
}
