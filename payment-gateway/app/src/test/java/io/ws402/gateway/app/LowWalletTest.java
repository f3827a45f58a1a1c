package io.ws402.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.app.testing.Eventually;
import io.ws402.gateway.app.testing.GatewayClient;
import io.ws402.gateway.app.testing.GatewayExtension;
import io.ws402.gateway.app.testing.Payer;
import io.ws402.gateway.app.testing.TestKeys;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.ConnectionSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A gateway whose wallet can not pay a refund. */
@ExtendWith(GatewayExtension.class)
final class LowWalletTest {
    private final ConnectionSettings database;
    private final Gateway gateway;
    private final GatewayClient server;
    private final GatewayClient operator;

    LowWalletTest(GatewayClient client, Vertx vertx, ConnectionSettings database) {
        this.database = database;
        this.gateway = Await.of(Gateway.start(
                vertx, GatewayExtension.config(database, "{reconciliation: {interval: 1s}, audit: {interval: 1s}}")));
        this.server = client.at(gateway.port());
        this.operator = server.as(TestKeys.OPERATOR);
    }

    @AfterEach
    void close() {
        Await.of(gateway.close());
    }

    private void addToTheWallet(long units) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "UPDATE credit_accounts SET balance = balance + " + units + " WHERE id = 'gateway'");
        }
    }

    private String health() {
        return server.get("/api/health").ok().getJsonObject("methods").getString("credits");
    }

    private JsonObject wallet() {
        return operator.get("/api/admin/wallets").ok().getJsonArray("wallets").getJsonObject(0);
    }

    @Test
    void saysSoInItsHealthAndToOperatorsUntilTheRefundIsPaidAndStaysReady() throws SQLException {
        Payer payer = Payer.with(server, 300);
        JsonObject grant = payer.session("ses_low");
        assertEquals("ok", health());
        addToTheWallet(-300);
        server.post("/api/payment/settle", Payer.report(grant, 1, 100)).ok();
        Eventually.holds(() -> health().startsWith("its wallet is low: it holds 0 "));
        assertTrue(health().contains("should hold 0.0002 at least"), health());
        assertEquals("degraded", server.get("/api/health").ok().getString("status"));
        assertEquals(200, server.get("/readyz").status());
        assertEquals("200", wallet().getString("minimum"));
        assertEquals(true, wallet().getBoolean("belowMinimum"));
        assertTrue(metrics()
                .contains(
                        "ws402_gateway_wallet_minimum{asset=\"ws402:internal/credit:unit\",wallet=\"gateway\"} 200.0"));

        addToTheWallet(300);
        Eventually.holds(() -> "ok".equals(health()));
        assertEquals(false, wallet().getBoolean("belowMinimum"));
    }

    @Test
    void tellsWhatIsAtRiskToOperatorsAlone() {
        server.get("/api/admin/wallets").problem(403, "forbidden");
        JsonObject exposure =
                operator.get("/api/admin/wallets").ok().getJsonArray("exposure").getJsonObject(0);
        assertEquals("credits", exposure.getString("method"));
        assertEquals("0", exposure.getString("atRisk"));
        Eventually.holds(() -> metrics().contains("ws402_gateway_exposure{"));
    }

    private String metrics() {
        return server.get("/metrics").text();
    }
}
