package io.ws402.gateway.payment;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.data.Numeric;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.payment.Arrivals.Arrival;
import io.ws402.gateway.session.SessionGrants;
import io.ws402.gateway.storage.Amounts;
import io.ws402.gateway.storage.GroupedStatement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Claims of payments for which money has arrived, as many as are asked for at once. */
final class GroupClaimRepository {
    // One statement, one commit: whoever moves a payment to HELD writes everything that follows from it. All others
    // wait for
    // its row, find it held, and write nothing. What is only authorised has not arrived, and is in no journal.
    private static final String CLAIM = """
            WITH asked AS (
                SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::numeric[],
                    $8::text[], $9::jsonb[], $10::boolean[], $11::text[], $12::text[], $13::text[], $14::bigint[],
                    $15::text[], $16::text[], $17::text[], $18::text[], $19::bigint[])
                    WITH ORDINALITY AS a (payment_id, deposit_id, kind, settlement_key, payer, recipient, amount,
                        tx_id, evidence, final, session_id, api_key_id, server_id, lease_ms,
                        credit_id, cap_per_payer, cap_total, usable_until, slack_ms, number)
            ), claimed AS (
                UPDATE payments p SET state = 'held', held_at = now() FROM asked a
                WHERE p.id = a.payment_id AND p.state = ANY($20::text[]) AND p.tops_up IS NULL
                  AND NOT EXISTS (SELECT FROM unattributed_transfers u
                      WHERE u.settlement_key = a.settlement_key AND u.resolution = 'float')
                  AND %s AND %s AND %s
                RETURNING p.*, a.number, a.credit_id, a.lease_ms
            ), deposit AS (
                INSERT INTO deposits (id, payment_id, position, merchant_id, method, asset, kind, settlement_key, payer,
                    recipient, amount, state, tx_id, evidence, final_at, usable_until)
                SELECT a.deposit_id, p.id, 0, p.merchant_id, p.method, p.asset, a.kind, a.settlement_key, a.payer,
                    a.recipient, a.amount, 'held', a.tx_id, a.evidence, CASE WHEN a.final THEN now() END,
                    a.usable_until::timestamptz
                FROM claimed p JOIN asked a ON a.number = p.number
                RETURNING *
            ), %s, session AS (
                INSERT INTO sessions (payment_id, session_id, claimed_by, merchant_id, api_key_id, server_id,
                    lease_until, balance, credit, top_ups, ends_by)
                SELECT p.id, a.session_id, a.session_id, p.merchant_id, a.api_key_id, a.server_id,
                    now() + a.lease_ms * interval '1 millisecond', a.amount + %s, %s, %s, a.usable_until::timestamptz
                FROM claimed p JOIN asked a ON a.number = p.number
                RETURNING *
            ), journal AS (
                INSERT INTO journals (kind, subject, payment_id)
                SELECT 'deposit', id, payment_id FROM deposit WHERE kind = 'prepaid'
                RETURNING id, subject
            ), entry AS (
                INSERT INTO entries (journal_id, account, owner, asset, amount)
                SELECT journal.id, side.account, side.owner, deposit.asset, side.amount
                FROM journal JOIN deposit ON deposit.id = journal.subject, LATERAL (VALUES
                    ('chain', deposit.recipient, deposit.amount),
                    ('held', deposit.id, -deposit.amount)) AS side (account, owner, amount)
            ), event AS (
                INSERT INTO outbox (topic, subject, payload)
                SELECT 'payment.held', d.payment_id, jsonb_build_object('merchantId', d.merchant_id,
                    'sessionId', s.session_id, 'payer', d.payer, 'asset', d.asset, 'amount', d.amount::text,
                    'credit', s.credit::text, 'txId', d.tx_id)
                FROM deposit d JOIN session s USING (payment_id)
            )
            SELECT p.number, %s
            FROM claimed p JOIN session s ON s.payment_id = p.id JOIN deposit d ON d.payment_id = p.id""".formatted(
                    ExposureRepository.within("p", "a.final", "a.payer", "a.amount", "a.cap_per_payer", "a.cap_total"),
                    AuthorisationRepository.lasts("p", "a.usable_until", "a.slack_ms"),
                    DepositRepository.notCollected("a.tx_id"),
                    AppliedCredit.TAKEN,
                    AppliedCredit.amount("a"),
                    AppliedCredit.amount("a"),
                    AppliedCredit.deposits("a"),
                    SessionGrants.COLUMNS);

    private GroupClaimRepository() {}

    /**
     * A payment to be held.
     *
     * @param slack how long an authorisation must last after the session's longest duration; null where none backs one
     * @param depositId of what has arrived
     * @param creditId of the deposit that the payer's credit becomes, if there is any
     */
    record Claim(
            String paymentId,
            Claimant claimant,
            Arrival.Paid paid,
            @Nullable Duration slack,
            String depositId,
            String creditId) {
        private ObservedDeposit arrived() {
            return paid.deposit();
        }
    }

    /** Holds what can be held; a row of {@link SessionGrants#COLUMNS} for each claim that won, in their order. */
    static Future<List<Optional<Row>>> run(SqlClient client, List<Claim> claims) {
        return client.preparedQuery(CLAIM)
                .execute(parameters(claims))
                .map(rows -> GroupedStatement.byNumber(claims.size(), rows, row -> row));
    }

    private static Tuple parameters(List<Claim> claims) {
        return Tuple.tuple()
                .addArrayOfString(each(claims, Claim::paymentId, String[]::new))
                .addArrayOfString(each(claims, Claim::depositId, String[]::new))
                .addArrayOfString(
                        each(claims, claim -> claim.arrived().money().name().toLowerCase(Locale.ROOT), String[]::new))
                .addArrayOfString(each(claims, claim -> claim.arrived().settlementKey(), String[]::new))
                .addArrayOfString(each(claims, claim -> claim.arrived().payer(), String[]::new))
                .addArrayOfString(each(claims, claim -> claim.arrived().recipient(), String[]::new))
                .addValue(each(
                        claims, claim -> Amounts.toSql(claim.arrived().amount().units()), Numeric[]::new))
                .addArrayOfString(each(claims, claim -> claim.arrived().txId(), String[]::new))
                .addArrayOfJsonObject(each(claims, claim -> claim.arrived().evidence(), JsonObject[]::new))
                .addArrayOfBoolean(each(claims, claim -> claim.arrived().isFinal(), Boolean[]::new))
                .addArrayOfString(each(claims, claim -> claim.claimant().sessionId(), String[]::new))
                .addArrayOfString(
                        each(claims, claim -> claim.claimant().caller().apiKeyId(), String[]::new))
                .addArrayOfString(each(claims, claim -> claim.claimant().serverId(), String[]::new))
                .addArrayOfLong(each(claims, claim -> millis(claim.claimant().lease()), Long[]::new))
                .addArrayOfString(each(claims, Claim::creditId, String[]::new))
                .addArrayOfString(each(claims, claim -> text(claim.paid().cap().perPayer()), String[]::new))
                .addArrayOfString(each(claims, claim -> text(claim.paid().cap().total()), String[]::new))
                .addArrayOfString(each(claims, claim -> text(claim.arrived().usableUntil()), String[]::new))
                .addArrayOfLong(each(claims, claim -> millis(claim.slack()), Long[]::new))
                .addArrayOfString(PaymentState.before(PaymentState.Event.ARRIVE));
    }

    private static <T> T[] each(
            List<Claim> claims, Function<Claim, ? extends @Nullable T> value, IntFunction<T[]> array) {
        return claims.stream().map(value).toArray(array);
    }

    // The driver takes no array of numbers or times with a null in it.
    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static @Nullable Long millis(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis();
    }
}
