package io.ws402.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.app.config.GatewayConfig;
import io.ws402.gateway.app.contract.VertxContract;
import io.ws402.gateway.app.testing.Eventually;
import io.ws402.gateway.app.testing.GatewayClient;
import io.ws402.gateway.app.testing.GatewayExtension;
import io.ws402.gateway.app.testing.Payer;
import io.ws402.gateway.app.testing.Reply;
import io.ws402.gateway.app.testing.TestKeys;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.ConnectionSettings;
import io.ws402.gateway.storage.EmbeddedPostgres;
import io.ws402.gateway.storage.PostgresExtension;
import io.ws402.protocol.config.ConfigDocument;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Starting, stopping, and a database that goes away, with an embedded PostgreSQL as it is by default. */
final class GatewayLifecycleTest {
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path data;

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void keepsEverythingOverARestartOnItsEmbeddedDatabase() {
        Gateway first = Await.of(Gateway.start(vertx, config("")));
        GatewayClient client = client(first);
        JsonObject keys = client.get("/.well-known/jwks.json").ok();
        JsonObject grant = Payer.with(client, 300).session("ses_kept");
        Await.of(first.close());
        Gateway second = Await.of(Gateway.start(vertx, config("")));
        try {
            GatewayClient again = client(second);
            assertEquals(keys, again.get("/.well-known/jwks.json").ok());
            again.post("/api/payment/settle", Payer.report(grant, 1, 30)).ok();
        } finally {
            Await.of(second.close());
        }
    }

    @Test
    @ExtendWith(PostgresExtension.class)
    void answersWhatItHasTakenBeforeItStops(ConnectionSettings database) throws Exception {
        Gateway gateway = Await.of(Gateway.start(vertx, GatewayExtension.config(database, "data: " + data)));
        GatewayClient operator = client(gateway).as(TestKeys.OPERATOR);
        Future<Reply> taken;
        Future<Void> closed;
        try (Connection lock = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement sql = lock.createStatement()) {
            lock.setAutoCommit(false);
            sql.execute("LOCK TABLE credit_accounts");
            taken = operator.posting("/api/credits/accounts", new JsonObject());
            Eventually.holds(() -> somebodyWaits(sql));
            closed = gateway.close();
            Throwable refused = Await.failureOf(client(gateway).posting("/api/payment/generate", Payer.quoteRequest()));
            assertInstanceOf(ConnectException.class, refused);
            assertFalse(closed.isComplete());
        }
        Await.of(taken).ok();
        Await.of(closed);
    }

    private static boolean somebodyWaits(Statement sql) {
        try (ResultSet row = sql.executeQuery("""
                SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
                WHERE NOT granted AND d.datname = current_database()""")) {
            return row.next() && row.getLong(1) > 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void saysThatItIsNotReadyWhileTheDatabaseIsAwayAndGoesOnWhenItIsBack() {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(data.resolve("db"), 0);
        Gateway gateway = Await.of(
                Gateway.start(vertx, GatewayExtension.config(postgres.connection(), "data: " + data.resolve("gw"))));
        GatewayClient client = client(gateway);
        try {
            Payer payer = Payer.with(client, 300);
            JsonObject claim = payer.verifyRequest(payer.quote(), "ses_outage");
            postgres.close();
            client.get("/readyz").problem(503, "not_ready");
            assertEquals("unavailable", client.get("/api/health").json().getString("status"));
            assertEquals(200, client.get("/livez").status());
            Reply refused = client.post("/api/payment/generate", Payer.quoteRequest());
            assertTrue(refused.status() == 503 || refused.status() == 504, refused::toString);
            assertTrue(refused.json().getLong("retryAfterMs") > 0);
            Reply unclaimed = client.post("/api/payment/verify", claim);
            assertTrue(unclaimed.status() == 503 || unclaimed.status() == 504, unclaimed::toString);
            try (EmbeddedPostgres back = EmbeddedPostgres.start(
                    data.resolve("db"), postgres.connection().port())) {
                Eventually.holds(() -> client.get("/readyz").status() == 200);
                Eventually.holds(() -> client.post("/api/payment/generate", Payer.quoteRequest())
                                .status()
                        == 200);
                assertTrue(client.post("/api/payment/verify", claim).ok().getBoolean("valid"));
                assertTrue(client.as(TestKeys.OPERATOR).get("/api/audit").ok().getBoolean("holds"));
                Await.of(gateway.close());
                assertTrue(back.isAlive());
            }
        } finally {
            Await.of(gateway.close());
        }
    }

    @Test
    void saysWhichPortIsInUseAndLeavesNothingRunning() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Throwable failure =
                    Await.failureOf(Gateway.start(vertx, config("http: {port: " + taken.getLocalPort() + "}")));
            CannotListenException refused = assertInstanceOf(CannotListenException.class, failure);
            assertTrue(refused.getMessage().contains("port " + taken.getLocalPort() + " on 127.0.0.1 is in use"));
        }
        // The data folder is free again.
        Await.of(Await.of(Gateway.start(vertx, config(""))).close());
    }

    private GatewayConfig config(String yaml) {
        Map<String, String> environment = Map.of(
                "GATEWAY_API_KEY", TestKeys.SERVER,
                "OPERATOR_API_KEY", TestKeys.OPERATOR,
                "WS402_DATA", data.resolve("gateway").toString());
        String withPort = yaml.isEmpty() ? "http: {port: 0}" : yaml;
        return GatewayConfig.read(ConfigDocument.parse("test.yaml", withPort, environment), environment, false);
    }

    private GatewayClient client(Gateway gateway) {
        return new GatewayClient(vertx, gateway.port(), TestKeys.SERVER, VertxContract.load(vertx));
    }
}
