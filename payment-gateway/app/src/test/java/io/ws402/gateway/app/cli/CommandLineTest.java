package io.ws402.gateway.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.app.Gateway;
import io.ws402.gateway.app.config.GatewayConfig;
import io.ws402.gateway.app.contract.VertxContract;
import io.ws402.gateway.app.testing.GatewayClient;
import io.ws402.gateway.app.testing.GatewayExtension;
import io.ws402.gateway.app.testing.Payer;
import io.ws402.gateway.app.testing.TestKeys;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.ConnectionSettings;
import io.ws402.protocol.config.ConfigDocument;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@ExtendWith(GatewayExtension.class)
final class CommandLineTest {
    private static final Map<String, String> KEYS =
            Map.of("GATEWAY_API_KEY", TestKeys.SERVER, "OPERATOR_API_KEY", TestKeys.OPERATOR);

    private final GatewayClient server;
    private final ConnectionSettings database;

    @TempDir
    Path folder;

    CommandLineTest(GatewayClient server, ConnectionSettings database) {
        this.server = server;
        this.database = database;
    }

    /** What a command said, and its exit code. */
    private record Ran(int exitCode, String out, String err) {}

    private Ran run(Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line =
                Main.commandLine(environment).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        Ran ran = new Ran(line.execute(arguments), out.toString(), err.toString());
        assertFalse(ran.err.contains("\tat "), ran.err);
        return ran;
    }

    private Ran onDatabase(String... arguments) {
        return run(Map.of("DATABASE_URL", GatewayExtension.url(database)), arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ledger",
                "ledger audit",
                "ledger reconcile",
                "ledger float",
                "ledger exposure",
                "keys",
                "keys create",
                "keys list",
                "keys revoke",
                "migrate",
                "refunds",
                "refunds list",
                "refunds show",
                "refunds retry",
                "refunds resolve",
                "refunds credit",
                "inbound",
                "inbound keep"
            })
    void explainsEveryCommand(String command) {
        Ran ran = run(Map.of(), (command + " --help").strip().split(" ", -1));
        assertEquals(ExitCode.DONE, ran.exitCode);
        assertTrue(ran.out.contains("Usage: gateway"), ran.out);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        Ran ran = run(Map.of(), "--prot", "1");
        assertEquals(ExitCode.USAGE, ran.exitCode);
        assertTrue(ran.err.contains("--prot"), ran.err);
        assertEquals(ExitCode.USAGE, run(Map.of(), "keys", "create", "--role", "king").exitCode);
    }

    @Test
    void checksTheDocumentedConfigurationAndSaysWhatItWouldDo() {
        Ran ran = run(KEYS, "--config", "../../config/gateway.yaml", "--check-config");
        assertEquals(ExitCode.DONE, ran.exitCode, ran.err);
        assertTrue(ran.out.contains("http://127.0.0.1:4029"), ran.out);
        assertTrue(ran.out.contains("credits: CREDIT"), ran.out);
    }

    @Test
    void saysAllThatIsWrongWithAConfiguration() throws Exception {
        Path file = Files.writeString(folder.resolve("gateway.yaml"), "http: {prot: 1}\nleases: {lease: soon}\n");
        Ran ran = run(Map.of(), "--config", file.toString(), "--check-config");
        assertEquals(ExitCode.CONFIGURATION, ran.exitCode);
        for (String part : List.of(file.toString(), "line 1", "http.prot", "http.port", "line 2", "leases.lease")) {
            assertTrue(ran.err.contains(part), part + ran.err);
        }
    }

    @Test
    void refusesToStartWithoutKeys() {
        Ran ran = run(Map.of(), "--port", "0");
        assertEquals(ExitCode.CONFIGURATION, ran.exitCode);
        assertTrue(ran.err.contains("keys.server is missing"), ran.err);
    }

    @Test
    void refusesAMethodThatCanNotBe() throws Exception {
        Path file = Files.writeString(folder.resolve("gateway.yaml"), "methods: {evm: [{network: base}], cash: {}}");
        Ran ran = run(KEYS, "--config", file.toString(), "--check-config");
        assertEquals(ExitCode.CONFIGURATION, ran.exitCode);
        assertTrue(ran.err.contains("methods.cash"), ran.err);
    }

    @Test
    void saysWhichPortIsInUse() throws Exception {
        Map<String, String> environment = new HashMap<>(KEYS);
        environment.put("DATABASE_URL", GatewayExtension.url(database));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ran ran = run(environment, "--port", Integer.toString(taken.getLocalPort()), "--data", folder.toString());
            assertEquals(ExitCode.UNAVAILABLE, ran.exitCode);
            assertTrue(ran.err.contains("is in use"), ran.err);
        }
    }

    @Test
    void saysThatTheDatabaseRefusesThePasswordAndDoesNotRepeatIt() {
        String url = GatewayExtension.url(new ConnectionSettings(
                database.host(), database.port(), database.database(), database.user(), "wrong-password"));
        Ran ran = run(Map.of(), "migrate", "--database-url", url);
        assertEquals(ExitCode.UNAVAILABLE, ran.exitCode);
        assertTrue(ran.err.contains("refuses the user or password"), ran.err);
        assertFalse(ran.err.contains("wrong-password"), ran.err);
    }

    @Test
    void saysThatTheDatabaseDoesNotExist() {
        Ran ran =
                run(Map.of("DATABASE_URL", GatewayExtension.url(database.withDatabase("nowhere"))), "ledger", "audit");
        assertEquals(ExitCode.UNAVAILABLE, ran.exitCode);
        assertTrue(ran.err.contains("does not exist"), ran.err);
    }

    @Test
    void saysThatTheDatabaseCanNotBeReached() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Ran ran = run(Map.of("DATABASE_URL", "postgresql://u:p@127.0.0.1:" + port + "/x"), "migrate");
        assertEquals(ExitCode.UNAVAILABLE, ran.exitCode);
        assertTrue(ran.err.contains("can not be reached"), ran.err);
    }

    @Test
    void auditsBesideARunningGatewayAndFailsWhenTheLawDoesNotHold() throws Exception {
        Payer.with(server, 300).session("ses_audited");
        Ran holds = onDatabase("ledger", "audit");
        assertEquals(ExitCode.DONE, holds.exitCode, holds.err);
        assertTrue(holds.out.contains("The law holds."), holds.out);
        assertTrue(new JsonObject(onDatabase("ledger", "audit", "--json").out).getBoolean("holds"));
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement sql = connection.createStatement()) {
            sql.execute("UPDATE deposits SET amount = amount + 1 WHERE state = 'held'");
            Ran broken = onDatabase("ledger", "audit", "--json");
            assertEquals(ExitCode.DIFFERENCE, broken.exitCode);
            assertFalse(new JsonObject(broken.out).getBoolean("holds"));
            assertTrue(onDatabase("ledger", "audit").out.contains("THE LAW DOES NOT HOLD"));
            sql.execute("UPDATE deposits SET amount = amount - 1 WHERE state = 'held'");
        }
    }

    @Test
    void makesListsAndRevokesKeysThatARunningGatewayTakes() {
        JsonObject made =
                new JsonObject(onDatabase("keys", "create", "--role", "server", "--label", "second", "--json").out);
        server.as(made.getString("key")).get("/api/methods").ok();
        JsonArray keys = new JsonObject(onDatabase("keys", "list", "--json").out).getJsonArray("keys");
        assertTrue(keys.encode().contains("\"second\""), keys.encode());
        assertFalse(keys.encode().contains(made.getString("key")));
        assertEquals(ExitCode.DONE, onDatabase("keys", "revoke", made.getString("id")).exitCode);
        assertTrue(onDatabase("keys", "list").out.contains("revoked"));
        Ran again = onDatabase("keys", "revoke", made.getString("id"));
        assertEquals(ExitCode.USAGE, again.exitCode);
    }

    /** A refund that no worker can send. */
    private String awaitingOperator() throws Exception {
        Payer payer = Payer.with(server, 300);
        String paymentId = payer.session("ses_" + UUID.randomUUID()).getString("paymentId");
        String name = UUID.randomUUID().toString();
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement sql = connection.createStatement()) {
            sql.execute("""
                    WITH deposit AS (
                        INSERT INTO deposits (id, payment_id, position, merchant_id, method, asset, settlement_key,
                            payer, recipient, amount, state, evidence, final_at)
                        SELECT 'dep_%1$s', id, -1, merchant_id, method, asset, '%1$s', '%3$s', recipient, 40, 'settled',
                            '{}', now()
                        FROM payments WHERE id = '%2$s' RETURNING *
                    ), refund AS (
                        INSERT INTO refunds (id, deposit_id, payment_id, merchant_id, method, asset, recipient, amount,
                            state, reason)
                        SELECT 'ref_%1$s', id, payment_id, merchant_id, method, asset, payer, amount,
                            'awaiting_operator', 'there is no key'
                        FROM deposit
                    ), journal AS (
                        INSERT INTO journals (kind, subject) SELECT 'deposit_returned', id FROM deposit RETURNING id
                    )
                    INSERT INTO entries (journal_id, account, owner, asset, amount)
                    SELECT journal.id, side.account, side.owner, deposit.asset, side.amount
                    FROM journal, deposit, LATERAL (VALUES
                        ('chain', deposit.recipient, deposit.amount),
                        ('refunds_in_flight', 'ref_%1$s', -deposit.amount)) AS side (account, owner, amount)
                    """.formatted(name, paymentId, payer.account()));
        }
        return "ref_" + name;
    }

    @Test
    void showsAnOperatorWhatAwaitsADecisionAndKeepsTheTrailOfIt() throws Exception {
        String refund = awaitingOperator();
        String list = onDatabase("refunds", "list", "--awaiting-operator", "--json").out;
        assertTrue(new JsonObject(list).getJsonArray("refunds").encode().contains(refund), list);
        assertTrue(onDatabase("refunds", "list", "--state", "awaiting_operator,planned")
                .out
                .contains(refund));
        assertFalse(onDatabase("refunds", "list", "--merchant", "mch_other").out.contains(refund));
        Ran resolved = onDatabase(
                "refunds", "resolve", refund, "--paid-by", "0x" + refund, "--note", "by hand", "--operator", "alice");
        assertEquals(ExitCode.DONE, resolved.exitCode, resolved.err);
        JsonObject shown = new JsonObject(onDatabase("refunds", "show", refund, "--json").out);
        assertEquals("confirmed", shown.getString("state"));
        assertEquals("0x" + refund, shown.getString("txHash"));
        JsonObject action = shown.getJsonArray("actions").getJsonObject(0);
        assertEquals(
                "alice refund.paid by hand",
                action.getString("operator") + " " + action.getString("action") + " " + action.getString("note"));
        assertEquals(2, shown.getJsonArray("journals").size());
        String people = onDatabase("refunds", "show", refund).out;
        assertTrue(people.contains("is confirmed") && people.contains("by hand"), people);
        assertEquals(ExitCode.DONE, onDatabase("ledger", "audit").exitCode);
    }

    @Test
    void creditsARefundOnceAndSaysWhyNotASecondTime() throws Exception {
        String refund = awaitingOperator();
        assertEquals(ExitCode.USAGE, onDatabase("refunds", "resolve", refund, "--credited").exitCode);
        assertEquals(
                ExitCode.USAGE,
                onDatabase("refunds", "resolve", refund, "--credited", "--paid-by", "0x1", "--note", "n").exitCode);
        assertEquals(
                ExitCode.DONE, onDatabase("refunds", "resolve", refund, "--credited", "--note", "as agreed").exitCode);
        assertEquals(ExitCode.USAGE, onDatabase("refunds", "credit", "--limit", "0").exitCode);
        Ran nobodys = onDatabase("refunds", "credit", "--payer", "acc_nobody");
        assertEquals(ExitCode.DONE, nobodys.exitCode, nobodys.err);
        assertTrue(nobodys.out.contains("There is none."), nobodys.out);
        Ran again = onDatabase("refunds", "retry", refund, "--note", "again");
        assertEquals(ExitCode.USAGE, again.exitCode);
        assertTrue(again.err.contains("not_awaiting_operator"), again.err);
        assertTrue(onDatabase("refunds", "show", refund).out.contains(System.getProperty("user.name")));
        assertEquals(ExitCode.USAGE, onDatabase("refunds", "show", "ref_unknown").exitCode);
        assertEquals(ExitCode.USAGE, onDatabase("refunds", "list", "--state", "lost").exitCode);
        assertEquals(ExitCode.DONE, onDatabase("ledger", "audit").exitCode);
    }

    /** A collection that no worker can make. */
    private String collectionAwaitingOperator() throws Exception {
        String paymentId =
                Payer.with(server, 300).session("ses_" + UUID.randomUUID()).getString("paymentId");
        String name = UUID.randomUUID().toString();
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement sql = connection.createStatement()) {
            sql.execute("""
                    WITH deposit AS (
                        INSERT INTO deposits (id, payment_id, position, merchant_id, method, asset, kind, settlement_key,
                            payer, recipient, amount, captured, state, evidence, usable_until, collected_by)
                        SELECT 'dep_%1$s', id, 5, merchant_id, method, asset, 'authorised', '%1$s', '0xauthoriser',
                            recipient, 100, 40, 'settled', '{}', now(), 'col_%1$s'
                        FROM payments WHERE id = '%2$s' RETURNING *
                    )
                    INSERT INTO refunds (id, kind, deposit_id, payment_id, merchant_id, method, asset, recipient, amount,
                        fee, state, reason)
                    SELECT 'col_%1$s', 'collection', id, payment_id, merchant_id, method, asset, recipient, captured, 1,
                        'awaiting_operator', 'there is no key'
                    FROM deposit""".formatted(name, paymentId));
        }
        return "col_" + name;
    }

    @Test
    void showsAnOperatorCollectionsAmongTheRefundsAndWhatCanBeDecidedOfThem() throws Exception {
        String lost = collectionAwaitingOperator();
        String taken = collectionAwaitingOperator();
        String list = onDatabase("refunds", "list", "--awaiting-operator").out;
        assertTrue(list.contains(lost) && list.contains("from 0xauthoriser"), list);
        assertTrue(onDatabase("ledger", "audit").out.contains("being collected"));
        Ran credited = onDatabase("refunds", "resolve", lost, "--credited", "--note", "n");
        assertEquals(ExitCode.USAGE, credited.exitCode);
        assertTrue(credited.err.contains("wrong_kind"), credited.err);
        assertEquals(ExitCode.DONE, onDatabase("refunds", "resolve", lost, "--lost", "--note", "given up").exitCode);
        String losses = onDatabase("ledger", "losses").out;
        assertFalse(losses.contains("given up"), "its session goes on: " + losses);
        assertEquals(
                ExitCode.DONE,
                onDatabase("refunds", "resolve", taken, "--paid-by", "0x" + taken, "--note", "by hand").exitCode);
        String shown = onDatabase("refunds", "show", taken).out;
        assertTrue(shown.contains("0xauthoriser") && shown.contains("collected"), shown);
        String audit = onDatabase("ledger", "audit", "--json").out;
        assertTrue(new JsonObject(audit).getBoolean("holds"), audit);
    }

    @Test
    void hasARunningGatewayTryAgainWhatAwaitsAnOperator() throws Exception {
        String refund = awaitingOperator();
        assertEquals(ExitCode.DONE, onDatabase("refunds", "retry", refund, "--note", "the key is back").exitCode);
        String state = "";
        while (!state.equals("confirmed")) {
            Thread.sleep(20);
            state = new JsonObject(onDatabase("refunds", "show", refund, "--json").out).getString("state");
        }
        assertEquals(ExitCode.DONE, onDatabase("ledger", "audit").exitCode);
    }

    @Test
    void makesAMerchantOnlyWhenItIsNamed() {
        Ran unknown = onDatabase("keys", "create", "--role", "operator", "--merchant", "mch_new");
        assertEquals(ExitCode.USAGE, unknown.exitCode);
        assertTrue(unknown.err.contains("--merchant-name"), unknown.err);
        Ran made =
                onDatabase("keys", "create", "--role", "operator", "--merchant", "mch_new", "--merchant-name", "New");
        assertEquals(ExitCode.DONE, made.exitCode, made.err);
        assertTrue(onDatabase("keys", "list", "--merchant", "mch_new").out.contains("operator"));
    }

    @Test
    void migratesADatabaseThatIsAtThisVersionAgain() {
        assertEquals(ExitCode.DONE, onDatabase("migrate").exitCode);
    }

    @Test
    void usesTheEmbeddedDatabaseThatAGatewayRuns(Vertx vertx) {
        Map<String, String> environment = new HashMap<>(KEYS);
        environment.put("WS402_DATA", folder.toString());
        environment.put("GATEWAY_PORT", "0");
        Gateway gateway = Await.of(Gateway.start(vertx, config(environment)));
        try {
            Payer.with(new GatewayClient(vertx, gateway.port(), TestKeys.SERVER, VertxContract.load(vertx)), 300)
                    .session("ses_beside");
            Ran ran = run(environment, "ledger", "audit");
            assertEquals(ExitCode.DONE, ran.exitCode, ran.err);
            assertTrue(ran.out.contains("ws402:internal/credit:unit"), ran.out);
        } finally {
            Await.of(gateway.close());
        }
        Ran alone = run(environment, "ledger", "audit");
        assertTrue(alone.out.contains("ws402:internal/credit:unit"), alone.err);
    }

    private static GatewayConfig config(Map<String, String> environment) {
        return GatewayConfig.read(ConfigDocument.ofEnvironment(environment), environment, false);
    }
}
