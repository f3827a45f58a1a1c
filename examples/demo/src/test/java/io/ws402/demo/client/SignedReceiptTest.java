package io.ws402.demo.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.ws402.demo.wallet.CreditsWallet;
import io.ws402.gateway.access.KeyFile;
import io.ws402.gateway.receipt.ReceiptSigner;
import io.ws402.protocol.receipt.ReceiptKeys;
import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A payer that wants the gateway's word on its session. */
class SignedReceiptTest {
    private static final ClientOptions OPTIONS = ClientOptions.usual().withRefund(Duration.ofSeconds(30));

    private final Vertx vertx = Vertx.vertx();
    private final ReceiptSigner gateway = new ReceiptSigner(vertx, KeyFile.ephemeral());
    private final ScriptedServer server = new ScriptedServer(vertx);
    private final PayingClient client = new PayingClient(vertx, OPTIONS);

    SignedReceiptTest() {
        server.receiptKeys = gateway.jwks();
        server.then(ScriptedServer.session()).showing("settled", "confirmed");
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private @Nullable ReceiptOutcome receipt(@Nullable ReceiptOrder wanted) throws InterruptedException {
        SessionOrder order =
                SessionOrder.of(server.resource(), 30, Duration.ofMillis(100)).withReceipt(wanted);
        SessionOutcome outcome =
                client.run(order, new CreditsWallet("acc_1", new byte[32]), new StoryKeeper(new ArrayList<>()));
        return assertInstanceOf(SessionOutcome.Ended.class, outcome).summary().receipt();
    }

    private ReceiptOutcome.Verified verified() throws InterruptedException {
        return assertInstanceOf(ReceiptOutcome.Verified.class, receipt(new ReceiptOrder(null)));
    }

    private String none(ReceiptOrder order) throws InterruptedException {
        return assertInstanceOf(ReceiptOutcome.None.class, receipt(order)).code();
    }

    @Test
    void isNotAskedForWhenItIsNotWanted() throws InterruptedException {
        assertNull(receipt(null));
        assertTrue(server.asked.stream().noneMatch(asked -> asked.contains("receipt")));
    }

    @Test
    void isAskedForUntilItIsFinalAndSaysWhatThePayerSaw() throws InterruptedException {
        server.receipts.add(gateway.sign(ScriptedReceipts.of(3000, 400, false)));
        server.receipts.add(gateway.sign(ScriptedReceipts.of(3000, 400, true)));
        ReceiptOutcome.Verified verified = verified();
        assertTrue(verified.isGood(), verified::toString);
        assertEquals(ScriptedReceipts.of(3000, 400, true), verified.receipt());
    }

    @Test
    void isNoGoodWhereItSaysSomethingElse() throws InterruptedException {
        server.receipts.add(gateway.sign(ScriptedReceipts.of(3000, 401, true)));
        ReceiptOutcome.Verified verified = verified();
        assertFalse(verified.isGood());
        assertEquals(1, verified.differences().size(), verified.differences()::toString);
        assertTrue(verified.differences().getFirst().contains("what was consumed is 401"));
    }

    @Test
    void isNoGoodWhereMoreWasPaidThanItSays() throws InterruptedException {
        server.receipts.add(gateway.sign(ScriptedReceipts.of(2999, 400, true)));
        assertTrue(verified().differences().getFirst().contains("what was paid is 2999"));
    }

    @Test
    void isCheckedWithTheKeysThatThePayerBroughtNotThoseOfTheServer() throws InterruptedException {
        server.receipts.add(gateway.sign(ScriptedReceipts.of(3000, 400, true)));
        ReceiptKeys strangers = ReceiptKeys.of(new ReceiptSigner(vertx, KeyFile.ephemeral()).jwks());
        assertEquals("receipt_unknown_key", none(new ReceiptOrder(strangers)));
    }

    @Test
    void isMissingWhereTheServerHasNone() throws InterruptedException {
        assertEquals("unknown_resource", none(new ReceiptOrder(null)));
    }
}
