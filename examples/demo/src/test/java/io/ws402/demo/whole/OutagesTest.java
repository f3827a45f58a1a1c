package io.ws402.demo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.demo.system.Service;
import io.ws402.devnet.Account;
import io.ws402.protocol.payment.Codes;
import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gateway that is killed at each moment of a session and comes back: nothing is lost, nothing paid twice. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class OutagesTest extends WholePath {
    private static final String RESOURCE = "ticker-premium";

    OutagesTest(WholeSystem whole) {
        super(whole);
    }

    @AfterEach
    void theLawHolds() throws Exception {
        assertTheLawHoldsInTheEnd();
    }

    @Test
    void aPaymentShownWhileTheGatewayIsAwayIsGoodOnceItIsBack() throws Exception {
        Quoted quote = quote(RESOURCE, "ETH");
        Account payer = payer();
        BigInteger firstBlock = chain().anvil().blockNumber();
        String txHash = pay(payer, quote, quote.amount());
        chain().transactions().receipt(txHash);
        Service gateway = system().gateway();
        gateway.kill();
        try (RawSocket socket = connect(1, RESOURCE)) {
            socket.prove(quote.proof(txHash));
            startAgain(gateway);
            assertStarted(socket.verdict());
            assertRefundedOnce(payer, socket.end(), firstBlock);
        }
    }

    @Test
    void aSessionThatOutlivesTheGraceGoesOnWithItsTokenOnceTheGatewayIsBack() throws Exception {
        Quoted quote = quote(RESOURCE, "ETH");
        Account payer = payer();
        BigInteger firstBlock = chain().anvil().blockNumber();
        Service gateway = system().gateway();
        String token;
        try (RawSocket socket = connect(1, RESOURCE)) {
            assertStarted(
                    socket.prove(quote.proof(pay(payer, quote, quote.amount()))).verdict());
            gateway.kill();
            token = socket.await("ws402.migrate").getString("resumeToken");
        } finally {
            startAgain(gateway);
        }
        JsonObject resume = new JsonObject().put("type", "ws402.resume").put("token", token);
        JsonObject verdict;
        do {
            try (RawSocket socket = connect(2, RESOURCE)) {
                verdict = socket.say(resume.encode()).verdict();
                if (verdict.getString("type").equals("session_started")) {
                    assertTrue(verdict.getBoolean("resumed"), verdict::encode);
                    assertRefundedOnce(payer, socket.end(), firstBlock);
                }
            }
        } while (Codes.LEASE_HELD.equals(verdict.getString("code")));
        assertStarted(verdict);
    }

    @Test
    void aSessionThatEndsWhileTheGatewayIsAwayIsRefundedOnceItIsBack() throws Exception {
        Quoted quote = quote(RESOURCE, "ETH");
        Account payer = payer();
        BigInteger firstBlock = chain().anvil().blockNumber();
        Service gateway = system().gateway();
        try (RawSocket socket = connect(1, RESOURCE)) {
            assertStarted(
                    socket.prove(quote.proof(pay(payer, quote, quote.amount()))).verdict());
            gateway.kill();
            socket.say("{\"type\":\"ws402.end\"}");
            startAgain(gateway);
            assertRefundedOnce(payer, socket.await("ws402.session_ended"), firstBlock);
        }
    }

    private static void assertStarted(JsonObject verdict) {
        assertEquals("session_started", verdict.getString("type"), verdict::encode);
    }

    /** What was not consumed came back on chain, in one transaction. */
    private void assertRefundedOnce(Account payer, JsonObject ended, BigInteger firstBlock) throws Exception {
        BigInteger refund = new BigInteger(ended.getJsonObject("refund").getString("amount"));
        assertEquals(
                new BigInteger(ended.getString("paid")),
                new BigInteger(ended.getString("consumed")).add(refund),
                ended::encode);
        assertTheLawHoldsInTheEnd();
        assertEquals(List.of(refund), RefundsOnChain.since(chain(), firstBlock).coinsTo(payer.address()));
    }
}
