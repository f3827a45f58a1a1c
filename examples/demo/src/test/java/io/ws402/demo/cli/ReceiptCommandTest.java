package io.ws402.demo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.ws402.demo.client.ScriptedReceipts;
import io.ws402.gateway.access.KeyFile;
import io.ws402.gateway.receipt.ReceiptSigner;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code ./ws402 receipt}, and what {@code ./ws402 pay} says of one. */
class ReceiptCommandTest {
    private final Vertx vertx = Vertx.vertx();
    private final ReceiptSigner gateway = new ReceiptSigner(vertx, KeyFile.ephemeral());
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String signed(boolean isFinal) {
        return gateway.sign(ScriptedReceipts.of(3000, 400, isFinal)) + "\n";
    }

    private int run(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    private int check(String receipt, String keys, String... more) throws IOException {
        String[] arguments = {"receipt", file("receipt.jwt", receipt), "--keys", file("keys.json", keys)};
        String[] all = new String[arguments.length + more.length];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return run(all);
    }

    @Test
    void tellsWhatAVerifiedReceiptSays() throws IOException {
        assertEquals(ExitCodes.OK, check(signed(true), gateway.jwks().encode()), err::toString);
        assertTrue(out.toString().startsWith("Verified: signed by the key "), out::toString);
        assertTrue(out.toString().contains("consumed  0.0004 CREDIT"), out::toString);
        assertTrue(out.toString().contains("confirmed"), out::toString);
    }

    @Test
    void printsItsClaimsForMachines() throws IOException {
        assertEquals(ExitCodes.OK, check(signed(true), gateway.jwks().encode(), "--json"));
        JsonObject claims = new JsonObject(out.toString());
        assertEquals("400", claims.getString("consumed"));
        assertTrue(claims.getBoolean("final"));
    }

    @Test
    void saysThatAReceiptIsProvisional() throws IOException {
        assertEquals(ExitCodes.NOT_YET, check(signed(false), gateway.jwks().encode()));
        assertTrue(out.toString().contains("provisional"), out::toString);
    }

    @Test
    void doesNotVerifyWhatOthersSignedOrChanged() throws IOException {
        String strangers = new ReceiptSigner(vertx, KeyFile.ephemeral()).jwks().encode();
        assertEquals(ExitCodes.NOT_VERIFIED, check(signed(true), strangers));
        assertTrue(err.toString().contains("receipt_unknown_key"), err::toString);
        assertEquals(
                ExitCodes.NOT_VERIFIED, check("x" + signed(true), gateway.jwks().encode()));
        assertEquals(ExitCodes.NOT_VERIFIED, check("no receipt", gateway.jwks().encode()));
        assertEquals("", out.toString());
    }

    @Test
    void refusesFilesThatMakeNoSense() throws IOException {
        assertEquals(ExitCodes.USAGE, check(signed(true), "no JSON"));
        assertEquals(ExitCodes.USAGE, check("a".repeat(600_000), gateway.jwks().encode()));
        assertEquals(ExitCodes.USAGE, run("receipt", folder.resolve("none").toString(), "--keys", "keys.json"));
        assertEquals(ExitCodes.USAGE, run("receipt", "receipt.jwt"), "without keys");
    }

    @Test
    void payRefusesAReceiptFileThatIsThereAlreadyBeforeItPays() throws IOException {
        String taken = file("receipt.jwt", "kept");
        assertEquals(ExitCodes.USAGE, run("pay", "http://127.0.0.1:9/ws402/ticker", "--receipt", taken));
        assertTrue(err.toString().contains("--receipt must name a new file"), err::toString);
        assertEquals(ExitCodes.USAGE, run("pay", "http://127.0.0.1:9/ws402/ticker", "--receipt-keys", taken));
        assertEquals(ExitCodes.USAGE, run("pay", "http://127.0.0.1:9/ws402/ticker", "--allow", "ETH"));
    }
}
