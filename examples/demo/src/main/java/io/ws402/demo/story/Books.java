package io.ws402.demo.story;

import io.ws402.gateway.storage.ConnectionSettings;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The gateway's ledger, read from its database: the demo compares it with what the payer was told and with the rail. */
public final class Books implements AutoCloseable {
    // Earnings are credits, which the ledger writes as negative.
    private static final String EARNED = """
            SELECT coalesce(-sum(e.amount) FILTER (WHERE e.account = 'merchant'), 0),
                   coalesce(-sum(e.amount) FILTER (WHERE e.account = 'fees'), 0),
                   (SELECT d.tx_id FROM deposits d WHERE d.payment_id = j.payment_id ORDER BY d.position LIMIT 1)
              FROM journals j JOIN entries e ON e.journal_id = j.id
             WHERE j.payment_id = ?
             GROUP BY j.payment_id
            """;

    private final Connection database;

    private Books(Connection database) {
        this.database = database;
    }

    /** Opens them; @throws SQLException when the database does not answer. */
    public static Books open(ConnectionSettings settings) throws SQLException {
        return new Books(DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password()));
    }

    /**
     * What was booked for a payment.
     *
     * @param merchant what the merchant earned
     * @param fee what the platform earned
     * @param payTx the transaction that paid, as the rail names it
     */
    public record Entry(
            BigInteger merchant, BigInteger fee, @Nullable String payTx) {}

    /** What was booked for a payment; @throws SQLException when the database does not answer, or knows no such payment. */
    public Entry of(String paymentId) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(EARNED)) {
            statement.setString(1, paymentId);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("the ledger has nothing about payment " + paymentId);
                }
                return new Entry(
                        row.getBigDecimal(1).toBigIntegerExact(),
                        row.getBigDecimal(2).toBigIntegerExact(),
                        row.getString(3));
            }
        }
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
