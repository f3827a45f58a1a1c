package io.ws402.gateway.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.app.testing.Eventually;
import io.ws402.gateway.app.testing.GatewayClient;
import io.ws402.gateway.app.testing.GatewayExtension;
import io.ws402.gateway.app.testing.Payer;
import io.ws402.gateway.storage.ConnectionSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import picocli.CommandLine;

@ExtendWith(GatewayExtension.class)
final class ReconcileCommandTest {
    private static final String CREDIT = "ws402:internal/credit:unit";

    private final GatewayClient server;
    private final ConnectionSettings database;

    ReconcileCommandTest(GatewayClient server, ConnectionSettings database) {
        this.server = server;
        this.database = database;
    }

    /** What a command said, and its exit code. */
    private record Ran(int exitCode, String out) {}

    private Ran run(String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine line = Main.commandLine(Map.of("DATABASE_URL", GatewayExtension.url(database)))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true));
        return new Ran(line.execute(arguments), out.toString());
    }

    private Ran enter(String amount, String id) {
        return run(
                "ledger",
                "float",
                "--wallet",
                "gateway",
                "--asset",
                CREDIT,
                "--amount",
                amount,
                "--note",
                "taken",
                "--id",
                id);
    }

    private void takeFromTheWallet(long units) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "UPDATE credit_accounts SET balance = balance - " + units + " WHERE id = 'gateway'");
        }
    }

    @Test
    void tellsWhatIsMissingFromAWalletUntilItIsEntered() throws SQLException {
        Eventually.holds(() -> run("ledger", "reconcile").exitCode() == ExitCode.DONE);
        Payer.with(server, 5000).session("ses_reconciled");
        assertEquals(ExitCode.DONE, run("ledger", "reconcile").exitCode());

        takeFromTheWallet(70);
        Ran missing = run("ledger", "reconcile", "--json");
        assertEquals(ExitCode.DIFFERENCE, missing.exitCode(), missing.out());
        JsonObject line = new JsonObject(missing.out()).getJsonArray("wallets").getJsonObject(0);
        assertEquals("differs", line.getString("verdict"));
        assertEquals("-70", line.getString("difference"));
        assertTrue(run("ledger", "reconcile").out().contains("DIFFERENCE -70"));

        assertEquals(ExitCode.DONE, enter("-70", "till").exitCode());
        assertEquals(ExitCode.DONE, enter("-70", "till").exitCode());
        assertEquals(ExitCode.USAGE, enter("-71", "till").exitCode());
        Ran agreed = run("ledger", "reconcile");
        assertEquals(ExitCode.DONE, agreed.exitCode(), agreed.out());
        assertTrue(agreed.out().contains("The books and the wallets agree."), agreed.out());
    }

    @Test
    void callsAWalletLowThatHoldsTooLittleForARefund() throws SQLException {
        JsonObject grant = Payer.with(server, 300).session("ses_low");
        takeFromTheWallet(300);
        server.post("/api/payment/settle", Payer.report(grant, 1, 0)).ok();
        Eventually.holds(() -> run("ledger", "reconcile").out().contains("  LOW: it holds "));
        takeFromTheWallet(-300);
        Eventually.holds(() -> !run("ledger", "reconcile").out().contains("LOW"));
    }

    @Test
    void showsWhatIsAtRisk() {
        Ran shown = run("ledger", "exposure");
        assertEquals(ExitCode.DONE, shown.exitCode(), shown.out());
        assertTrue(shown.out().contains("credits " + CREDIT + ": 0, no cap"), shown.out());
        JsonObject json = new JsonObject(run("ledger", "exposure", "--json").out());
        assertEquals("0", json.getJsonArray("exposure").getJsonObject(0).getString("atRisk"));
    }

    @Test
    void entersNothingForAWalletThatIsNoMethods() {
        Ran refused = run(
                "ledger", "float", "--wallet", "0x1", "--asset", CREDIT, "--amount", "5", "--note", "a typing error");
        assertEquals(ExitCode.USAGE, refused.exitCode());
        assertTrue(refused.out().contains("no payment method has the wallet 0x1"), refused.out());
        assertEquals(ExitCode.USAGE, enter("0", "nothing").exitCode());
    }
}
