package io.ws402.gateway.session;

import io.vertx.sqlclient.Row;
import io.ws402.gateway.access.AccessToken;
import io.ws402.gateway.access.SessionTokens;
import io.ws402.gateway.storage.Amounts;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.payment.SessionGrant;
import java.time.Duration;

/**
 * Makes the right to serve a session from what the database says of it, with fresh tokens. Whoever claims, resumes or
 * repeats a claim answers with {@link #COLUMNS} of the row it wrote or found.
 */
public final class SessionGrants {
    /**
     * What {@link #grant} reads, of a payment {@code p}, its session {@code s} and its first deposit {@code d}; fit for
     * {@code SELECT} and for {@code RETURNING}.
     */
    public static final String COLUMNS = """
            p.id AS payment_id, s.session_id, p.resource_id, d.payer, p.asset, p.asset_symbol, p.asset_decimals,
            s.balance, s.credit, p.price_per_second, p.price_per_megabyte, p.price_per_message, p.max_duration_seconds,
            s.elapsed_ms, s.bytes, s.messages, s.sequence, s.lease_epoch""";

    // Pauses and outages come on top of the metered time; the database alone decides whether it is over.
    private static final Duration TOKEN_ALLOWANCE = Duration.ofDays(1);
    private static final long LONGEST_TOKEN_SECONDS = Duration.ofDays(3650).toSeconds();

    private final SessionTokens tokens;

    /** Grants with tokens of this gateway. */
    public SessionGrants(SessionTokens tokens) {
        this.tokens = tokens;
    }

    /** The grant for a row of {@link #COLUMNS}. */
    public SessionGrant grant(Row row) {
        String paymentId = row.getString("payment_id");
        String sessionId = row.getString("session_id");
        String resourceId = row.getString("resource_id");
        long leaseEpoch = row.getLong("lease_epoch");
        PricePlan plan = plan(row);
        Asset asset = asset(row);
        Duration resumable = Duration.ofSeconds(Math.min(plan.maxDurationSeconds(), LONGEST_TOKEN_SECONDS))
                .plus(TOKEN_ALLOWANCE);
        AccessToken access = tokens.accessToken(paymentId, sessionId, resourceId);
        return new SessionGrant(
                paymentId,
                sessionId,
                resourceId,
                account(asset, row.getString("payer")),
                new Money(asset, Amounts.of(row, "balance")),
                new Money(asset, Amounts.of(row, "credit")),
                plan,
                new Reading(row.getLong("elapsed_ms"), row.getLong("bytes"), row.getLong("messages")),
                row.getLong("sequence"),
                leaseEpoch,
                tokens.resumeToken(paymentId, sessionId, leaseEpoch, resumable),
                access.value(),
                access.expiresInMs());
    }

    /** An account as the asset's rail writes it, as CAIP-10. */
    public static String account(Asset asset, String address) {
        return asset.id().chain() + ":" + address;
    }

    /** The asset of a row with {@code asset, asset_symbol, asset_decimals}. */
    public static Asset asset(Row row) {
        return new Asset(
                new AssetId(row.getString("asset")), row.getString("asset_symbol"), row.getInteger("asset_decimals"));
    }

    /** The price plan of a row with the plan's columns. */
    public static PricePlan plan(Row row) {
        return new PricePlan(
                Amounts.of(row, "price_per_second"),
                Amounts.of(row, "price_per_megabyte"),
                Amounts.of(row, "price_per_message"),
                row.getLong("max_duration_seconds"));
    }
}
