package io.ws402.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.access.KeyFile;
import io.ws402.gateway.access.KeyFileException;
import io.ws402.gateway.app.config.GatewayConfig;
import io.ws402.gateway.app.contract.VertxContract;
import io.ws402.gateway.app.testing.Eventually;
import io.ws402.gateway.app.testing.GatewayClient;
import io.ws402.gateway.app.testing.GatewayExtension;
import io.ws402.gateway.app.testing.Payer;
import io.ws402.gateway.app.testing.TestKeys;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.ConnectionSettings;
import io.ws402.protocol.config.ConfigDocument;
import io.ws402.protocol.gateway.GatewayApi;
import io.ws402.protocol.receipt.Receipt;
import io.ws402.protocol.receipt.ReceiptKeys;
import io.ws402.protocol.receipt.ReceiptReading;
import io.ws402.protocol.receipt.ReceiptVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Receipts over HTTP: asked for with an API key, checked by the public keys that need none. */
@ExtendWith(GatewayExtension.class)
final class ReceiptFlowTest {
    private final Vertx vertx;
    private final ConnectionSettings database;
    private final GatewayClient server;

    @TempDir
    Path folder;

    ReceiptFlowTest(Vertx vertx, ConnectionSettings database, GatewayClient server) {
        this.vertx = vertx;
        this.database = database;
        this.server = server;
    }

    private static String signed(GatewayClient from, String sessionId) {
        return from.get("/api/sessions/" + sessionId + "/receipt").ok().getString("receipt");
    }

    private static JsonObject jwks(GatewayClient from) {
        return from.as(null).get(GatewayApi.RECEIPT_KEYS).ok();
    }

    private static ReceiptReading.Verified verified(GatewayClient from, String signed) {
        return assertInstanceOf(
                ReceiptReading.Verified.class, ReceiptVerifier.verify(signed, ReceiptKeys.of(jwks(from))));
    }

    private JsonObject ended(String sessionId) {
        JsonObject grant = Payer.with(server, 1000).session(sessionId);
        server.post("/api/payment/settle", Payer.report(grant, 1, 120).put("reason", "client_ended"))
                .ok();
        Eventually.holds(
                () -> verified(server, signed(server, sessionId)).receipt().isFinal());
        return grant;
    }

    @Test
    void vouchesForAWholeSessionToItsServersAndItsOperators() {
        JsonObject grant = Payer.with(server, 1000).session("ses_vouched");
        assertFalse(verified(server, signed(server, "ses_vouched")).receipt().isFinal());
        server.post("/api/payment/settle", Payer.report(grant, 1, 120)).ok();
        Eventually.holds(
                () -> verified(server, signed(server, "ses_vouched")).receipt().isFinal());

        String signed = signed(server, "ses_vouched");
        Receipt receipt = verified(server, signed).receipt();
        assertEquals(grant.getString("paymentId"), receipt.paymentId());
        assertEquals("settled", receipt.state());
        assertEquals("300", receipt.sums().paid().units().toString());
        assertEquals("120", receipt.sums().consumed().units().toString());
        assertEquals("180", receipt.sums().refunded().units().toString());
        Receipt.Refund refund = receipt.deposits().getFirst().refund();
        assertNotNull(refund);
        assertEquals("confirmed", refund.state());
        assertEquals(signed, signed(server.as(TestKeys.OPERATOR), "ses_vouched"));
        assertEquals(signed, signed(server, "ses_vouched"));
        JsonObject claims = new JsonObject(
                new String(Base64.getUrlDecoder().decode(signed.split("\\.", -1)[1]), StandardCharsets.UTF_8));
        assertNull(server.contract().violation("ReceiptClaims", claims));
        assertNotNull(server.contract().violation("ReceiptClaims", claims.copy().put("paid", "-1")));
    }

    @Test
    void needsAnApiKeyAndASessionThatThereIs() {
        server.as(null).get("/api/sessions/ses_nobody/receipt").problem(401, "unauthenticated");
        server.get("/api/sessions/ses_nobody/receipt").problem(404, "unknown_session");
        server.get("/api/sessions/%20/receipt").problem(400, "invalid_field");
    }

    @Test
    void keepsTheKeysOfReceiptsApartFromThoseOfTokens() {
        JsonArray tokens = server.as(null).get(GatewayApi.JWKS).ok().getJsonArray("keys");
        JsonArray receipts = jwks(server).getJsonArray("keys");
        assertNotEquals(
                tokens.getJsonObject(0).getString("x"),
                receipts.getJsonObject(0).getString("x"));
        assertNull(receipts.getJsonObject(0).getValue("d"), "the private half");
    }

    @Test
    void stillVouchesForReceiptsOfBeforeARotation() throws IOException {
        ended("ses_rotated");
        String before = signed(server, "ses_rotated");
        Path old = Path.of("target", "receipt-keys", database.database() + ".pem");
        KeyFile next = KeyFile.loadOrCreate(folder.resolve("next.pem"), "receipt key");
        Files.writeString(
                folder.resolve("next.pem"),
                next.privatePem() + "\n" + next.publicPems().getFirst() + "\n"
                        + KeyFile.load(old, "receipt key").publicPems().getFirst() + "\n");
        Gateway gateway = Await.of(Gateway.start(vertx, config("WS402_RECEIPTS_KEY_FILE", folder.resolve("next.pem"))));
        try {
            GatewayClient rotated =
                    new GatewayClient(vertx, gateway.port(), TestKeys.SERVER, VertxContract.load(vertx));
            String after = signed(rotated, "ses_rotated");
            assertEquals(2, jwks(rotated).getJsonArray("keys").size());
            ReceiptReading.Verified oldReading = verified(rotated, before);
            ReceiptReading.Verified newReading = verified(rotated, after);
            assertEquals(oldReading.receipt(), newReading.receipt());
            assertNotEquals(oldReading.keyId(), newReading.keyId());
        } finally {
            Await.of(gateway.close());
        }
    }

    @Test
    void doesNotStartWithAKeyFileThatIsNotThere() {
        Throwable refused =
                Await.failureOf(Gateway.start(vertx, config("WS402_RECEIPTS_KEY_FILE", folder.resolve("none.pem"))));
        assertInstanceOf(KeyFileException.class, refused);
        assertTrue(String.valueOf(refused.getMessage()).contains("receipt key"), refused::toString);
        assertFalse(Files.exists(folder.resolve("none.pem")), "production makes no key up");
    }

    @Test
    void offersNoReceiptsWithoutAKey() {
        ended("ses_plain");
        Gateway gateway = Await.of(Gateway.start(vertx, config("LOG_LEVEL", Path.of("INFO"))));
        try {
            GatewayClient plain = new GatewayClient(vertx, gateway.port(), TestKeys.SERVER, VertxContract.load(vertx));
            plain.get("/api/sessions/ses_plain/receipt").problem(404, "receipts_not_offered");
            assertEquals(new JsonArray(), jwks(plain).getJsonArray("keys"));
        } finally {
            Await.of(gateway.close());
        }
    }

    /** As production, with one more variable in the environment. */
    private GatewayConfig config(String name, Path value) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "DATABASE_URL",
                GatewayExtension.url(database),
                "GATEWAY_PORT",
                "0",
                "GATEWAY_API_KEY",
                TestKeys.SERVER,
                "OPERATOR_API_KEY",
                TestKeys.OPERATOR,
                "WS402_TOKENS_KEY_FILE",
                "target/token-keys/" + database.database() + ".pem"));
        environment.put(name, value.toString());
        return GatewayConfig.read(ConfigDocument.parse("test.yaml", "", environment), environment, false);
    }
}
