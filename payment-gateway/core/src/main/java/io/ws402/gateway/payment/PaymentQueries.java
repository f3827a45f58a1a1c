package io.ws402.gateway.payment;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.access.Role;
import io.ws402.gateway.refund.RefundState;
import io.ws402.gateway.session.SessionGrants;
import io.ws402.gateway.storage.Amounts;
import io.ws402.gateway.storage.Database;
import io.ws402.protocol.gateway.PaymentAnswer;
import io.ws402.protocol.gateway.PaymentPage;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.RefundStatus;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads payments; nothing here changes anything. Everything is of the caller's merchant; a server's key sees only what it
 * quoted or holds.
 */
public final class PaymentQueries {
    private static final String SELECT = """
            SELECT p.id, p.state, p.method, p.resource_id, p.reference, p.asset, p.asset_symbol, p.asset_decimals,
                p.amount, p.quoted_at, s.session_id, coalesce(s.balance, 0) AS paid,
                coalesce(s.consumed, 0) AS consumed,
                (SELECT d.payer FROM deposits d WHERE d.payment_id = p.id AND d.position = 0) AS payer,
                (SELECT coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'amount', r.amount::text, 'tx', r.tx_id,
                        'recipient', r.recipient, 'state', r.state, 'asset', r.asset, 'symbol', r.asset_symbol,
                        'decimals', r.asset_decimals, 'worth', CASE WHEN r.asset_symbol IS NOT NULL
                            THEN coalesce(d.worth - coalesce(d.worth_captured, 0), 0)::text END,
                        'usedBy', coalesce(r.paid_out_by, a.payment_id)) ORDER BY r.id), '[]')
                    FROM refunds r LEFT JOIN deposits d ON d.id = r.deposit_id
                        LEFT JOIN deposits a ON a.id = r.applied_to
                    WHERE r.payment_id = p.id AND r.kind <> 'collection') AS refunds,
                (SELECT coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'amount', d.amount::text,
                        'captured', d.captured::text, 'state', d.state, 'payer', d.payer, 'tx', d.tx_id,
                        'fromCredit', d.from_credit, 'final', d.final_at IS NOT NULL, 'asset', d.asset,
                        'symbol', d.asset_symbol, 'decimals', d.asset_decimals, 'worth', d.worth::text)
                        ORDER BY d.position >= 0, d.from_credit DESC, d.position), '[]')
                    FROM deposits d WHERE d.payment_id = p.id) AS deposits, p.tops_up""";

    private static final String VISIBLE = """

            FROM payments p LEFT JOIN sessions s ON s.payment_id = p.id
            WHERE p.merchant_id = $1 AND ($2 OR p.api_key_id = $3 OR s.api_key_id = $3)""";

    private static final String BY_ID = SELECT + VISIBLE + " AND p.id = $4";

    private static final String BY_REFERENCE = "SELECT p.id, p.state" + VISIBLE + " AND p.reference = $4";

    private static final String PAGE = SELECT + VISIBLE + """

            AND ($4::text IS NULL OR p.state = $4) AND ($5::text IS NULL OR p.resource_id = $5)
            AND ($6::text IS NULL OR p.id < $6)
            ORDER BY p.id DESC LIMIT $7""";

    private static final String OLDEST = SELECT + VISIBLE + " AND p.state = $4 ORDER BY p.id LIMIT $5";

    private static final String COUNT = "SELECT count(*) AS total" + VISIBLE + " AND p.state = $4";

    private final Pool pool;

    /** Of this database. */
    public PaymentQueries(Database database) {
        this.pool = database.pool();
    }

    /** What a reference names. */
    public record Known(String paymentId, String state) {}

    /**
     * Which payments of a merchant.
     *
     * @param state in this state, or null for all
     * @param resourceId for this resource, or null for all
     */
    public record Filter(@Nullable String state, @Nullable String resourceId) {}

    /** Payments in one state: how many there are, and the oldest of them. */
    public record Backlog(long total, List<PaymentAnswer> oldest) {}

    /** A payment; empty when there is none that the caller may see. */
    public Future<Optional<PaymentAnswer>> byId(Caller caller, String paymentId) {
        return pool.preparedQuery(BY_ID)
                .execute(visibleTo(caller).addString(paymentId))
                .map(rows -> rows.stream().findFirst().map(PaymentQueries::answer));
    }

    /** The payment a reference names; empty when there is none that the caller may see. */
    public Future<Optional<Known>> byReference(Caller caller, String reference) {
        return pool.preparedQuery(BY_REFERENCE)
                .execute(visibleTo(caller).addString(reference))
                .map(rows ->
                        rows.stream().findFirst().map(row -> new Known(row.getString("id"), row.getString("state"))));
    }

    /**
     * A page of payments, newest first.
     *
     * @param cursor the last page's {@code nextCursor}, or null for the first page
     */
    public Future<PaymentPage> page(Caller caller, Filter filter, @Nullable String cursor, int limit) {
        Tuple parameters = visibleTo(caller)
                .addString(filter.state())
                .addString(filter.resourceId())
                .addString(cursor)
                .addInteger(limit + 1);
        return pool.preparedQuery(PAGE).execute(parameters).map(rows -> {
            List<PaymentAnswer> found = answers(rows);
            return found.size() <= limit
                    ? new PaymentPage(found, null)
                    : new PaymentPage(
                            found.subList(0, limit), found.get(limit - 1).paymentId());
        });
    }

    /** Payments that are in a state, the oldest first. */
    public Future<Backlog> backlog(Caller caller, PaymentState state, int limit) {
        Tuple oldest = visibleTo(caller).addString(state.sqlName()).addInteger(limit);
        Tuple all = visibleTo(caller).addString(state.sqlName());
        return pool.preparedQuery(COUNT)
                .execute(all)
                .map(rows -> rows.iterator().next().getLong("total"))
                .compose(total ->
                        pool.preparedQuery(OLDEST).execute(oldest).map(rows -> new Backlog(total, answers(rows))));
    }

    private static Tuple visibleTo(Caller caller) {
        return Tuple.of(caller.merchantId(), caller.role() == Role.OPERATOR, caller.apiKeyId());
    }

    private static List<PaymentAnswer> answers(RowSet<Row> rows) {
        List<PaymentAnswer> answers = new ArrayList<>();
        rows.forEach(row -> answers.add(answer(row)));
        return answers;
    }

    private static PaymentAnswer answer(Row row) {
        Asset asset = SessionGrants.asset(row);
        String payer = row.getString("payer");
        List<RefundStatus> refunds = row.getJsonArray("refunds").stream()
                .map(refund -> refund(asset, (JsonObject) refund))
                .toList();
        List<PaymentAnswer.Deposit> deposits = row.getJsonArray("deposits").stream()
                .map(deposit -> deposit(asset, (JsonObject) deposit))
                .toList();
        return new PaymentAnswer(
                row.getString("id"),
                row.getString("state"),
                row.getString("method"),
                row.getString("resource_id"),
                row.getString("reference"),
                new Money(asset, Amounts.of(row, "amount")),
                new Money(asset, Amounts.of(row, "paid")),
                new Money(asset, Amounts.of(row, "consumed")),
                payer == null ? null : SessionGrants.account(asset, payer),
                row.getString("session_id"),
                row.getOffsetDateTime("quoted_at").toInstant().toEpochMilli(),
                row.getString("tops_up"),
                deposits,
                refunds);
    }

    private static PaymentAnswer.Deposit deposit(Asset sessions, JsonObject deposit) {
        Asset asset = paidIn(sessions, deposit);
        return new PaymentAnswer.Deposit(
                deposit.getString("id"),
                new Money(asset, new BigInteger(deposit.getString("amount"))),
                new Money(asset, new BigInteger(deposit.getString("captured"))),
                deposit.getString("state"),
                SessionGrants.account(asset, deposit.getString("payer")),
                deposit.getString("tx"),
                deposit.getBoolean("fromCredit"),
                deposit.getBoolean("final"),
                worth(sessions, deposit));
    }

    /** What says nothing of its own is of the session's asset. */
    private static Asset paidIn(Asset sessions, JsonObject part) {
        String symbol = part.getString("symbol");
        return symbol == null
                ? sessions
                : new Asset(new AssetId(part.getString("asset")), symbol, part.getInteger("decimals"));
    }

    private static @Nullable Money worth(Asset sessions, JsonObject part) {
        String worth = part.getString("worth");
        return worth == null ? null : new Money(sessions, new BigInteger(worth));
    }

    private static RefundStatus refund(Asset sessions, JsonObject refund) {
        return new RefundStatus(
                refund.getString("id"),
                new Money(paidIn(sessions, refund), new BigInteger(refund.getString("amount"))),
                RefundState.of(refund.getString("state"), false).wireName(),
                refund.getString("recipient"),
                refund.getString("tx"),
                refund.getString("usedBy"),
                worth(sessions, refund));
    }
}
