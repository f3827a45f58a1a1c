package io.ws402.demo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.process.LocalPort;
import io.ws402.protocol.gateway.GatewayApi;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The commands as they are typed. */
@ResourceLock("the whole system")
class CommandsTest {
    private static final int PORTS = 6;

    @TempDir
    private Path folder;

    @Test
    void demoPrintsOneDocumentInWhichEverySumAgrees() throws Exception {
        try (DemoProcess demo = DemoProcess.start(
                Map.of(), "demo", "--json", "--seconds", "2", "--port-base", Integer.toString(freeBase()))) {
            JsonObject document = new JsonObject(demo.output());

            assertTrue(demo.process().waitFor(30, TimeUnit.SECONDS));
            assertEquals(0, demo.process().exitValue());
            assertTrue(document.getBoolean("lawHolds"));
            List<JsonObject> sessions = document.getJsonArray("sessions").stream()
                    .map(JsonObject.class::cast)
                    .toList();
            assertEquals(
                    List.of("ETH", "USDC", "SOL", "USDC"),
                    sessions.stream().map(session -> session.getString("asset")).toList());
            sessions.forEach(CommandsTest::assertSumsAgree);
        }
    }

    private static void assertSumsAgree(JsonObject session) {
        BigInteger cost = amount(session, "consumed").add(amount(session, "fee"));
        assertEquals(amount(session, "paid"), cost.add(amount(session, "refunded")));
        boolean isCoin = !session.getString("asset").equals("USDC");
        BigInteger networkFees = isCoin ? amount(session, "payerNetworkFees") : BigInteger.ZERO;
        assertEquals(cost.add(networkFees), amount(session, "payerBefore").subtract(amount(session, "payerAfter")));
        assertNotNull(session.getString("payTx"));
        assertNotNull(session.getString("refundTx"));
    }

    private static BigInteger amount(JsonObject session, String field) {
        return new BigInteger(session.getString(field));
    }

    @Test
    void whatIsKeptIsPaidForAndEndsWithItsOwnerHoweverThatEnds() throws Exception {
        int base = freeBase();
        try (DemoProcess demo =
                DemoProcess.start(Map.of(), "demo", "--keep", "--json", "--port-base", Integer.toString(base))) {
            JsonObject endpoints = new JsonObject(demo.firstDocument());
            assertEquals(
                    Set.of(
                            "gatewayUrl",
                            "gatewayApiKey",
                            "operatorApiKey",
                            "servers",
                            "resources",
                            "evmRpcUrl",
                            "chainId",
                            "usdc",
                            "accounts",
                            "solana",
                            "databaseUrl",
                            "page"),
                    endpoints.fieldNames());
            assertPays(
                    endpoints,
                    Map.of(
                            "WS402_PRIVATE_KEY",
                            endpoints.getJsonArray("accounts").getJsonObject(0).getString("privateKey"),
                            "EVM_RPC_URL",
                            endpoints.getString("evmRpcUrl")));
            JsonObject solana = endpoints.getJsonObject("solana");
            assertPays(
                    endpoints,
                    Map.of(
                            "WS402_SOLANA_KEY",
                            solana.getJsonArray("accounts").getJsonObject(1).getString("secretKey"),
                            "SOLANA_RPC_URL",
                            solana.getString("rpcUrl")));

            demo.process().destroyForcibly();

            assertEventually(() -> IntStream.range(base, base + PORTS).allMatch(port -> new LocalPort(port).isFree()));
        }
    }

    /** The symbol is that of two assets: the key decides which is meant. */
    private void assertPays(JsonObject endpoints, Map<String, String> payer) throws Exception {
        String resource = endpoints.getJsonArray("resources").getJsonObject(0).getString("url");
        Path receipt =
                folder.resolve(payer.keySet().stream().sorted().findFirst().orElseThrow());
        try (DemoProcess pay = DemoProcess.start(
                payer,
                "pay",
                resource,
                "--asset",
                "USDC",
                "--allow",
                "USDC:1000",
                "--seconds",
                "1",
                "--pay-seconds",
                "10",
                "--receipt",
                receipt.toString(),
                "--json")) {
            JsonObject paid = new JsonObject(pay.output());
            assertTrue(pay.process().waitFor(30, TimeUnit.SECONDS));
            assertEquals(0, pay.process().exitValue());
            assertEquals("ended", paid.getString("outcome"));
            assertEquals("confirmed", paid.getString("refundState"));
            assertFalse(amount(paid, "consumed").equals(BigInteger.ZERO));
            assertEquals(new JsonArray(), paid.getJsonObject("receipt").getJsonArray("differences"));
        }
        try (DemoProcess check = DemoProcess.start(
                Map.of(),
                "receipt",
                receipt.toString(),
                "--keys",
                endpoints.getJsonArray("servers").getString(1) + GatewayApi.RECEIPT_KEYS)) {
            assertTrue(check.output().startsWith("Verified: "));
            assertEquals(0, check.process().waitFor());
        }
    }

    @Test
    void payToNobodyEndsWithASentence() throws Exception {
        try (DemoProcess pay = DemoProcess.start(
                Map.of("WS402_CREDITS_SECRET", "00".repeat(32)),
                "pay",
                "http://127.0.0.1:" + LocalPort.free().number() + "/ws402/ticker",
                "--credits-account",
                "acc_1")) {
            assertTrue(pay.process().waitFor(60, TimeUnit.SECONDS));
            assertEquals(69, pay.process().exitValue());
        }
    }

    private static int freeBase() {
        while (true) {
            int base = LocalPort.free().number();
            if (base + PORTS <= 65_535
                    && IntStream.range(base, base + PORTS).allMatch(port -> new LocalPort(port).isFree())) {
                return base;
            }
        }
    }

    private static void assertEventually(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "not in time");
            Thread.sleep(100);
        }
    }
}
