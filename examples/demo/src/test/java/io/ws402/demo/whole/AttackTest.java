package io.ws402.demo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.demo.client.ResourceAddress;
import io.ws402.devnet.Account;
import io.ws402.devnet.ContractWallet;
import io.ws402.devnet.HostileRecipient;
import io.ws402.devnet.TestToken;
import io.ws402.gateway.storage.ConnectionSettings;
import io.ws402.protocol.payment.Codes;
import java.math.BigInteger;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A payer who tries everything, over the real socket, against the running system. Nothing is served that was not paid
 * for; what reached us without paying for anything is back with who sent it; and the books agree afterwards.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class AttackTest extends WholePath {
    // Dear enough that a refund is worth its network fee.
    private static final String RESOURCE = "ticker-premium";

    private BigInteger firstBlock = BigInteger.ZERO;

    AttackTest(WholeSystem whole) {
        super(whole);
    }

    @BeforeEach
    void remember() {
        firstBlock = chain().anvil().blockNumber();
    }

    @AfterEach
    void theLawHolds() throws Exception {
        assertTheLawHoldsInTheEnd();
    }

    @Test
    void everyFalseProofIsRefusedByItsCodeAndEveryUnitThatArrivedGoesBack() throws Exception {
        Account honest = payer();
        Quoted good = quote(RESOURCE, "ETH");
        Quoted thief = quote(RESOURCE, "ETH");
        String paid = pay(honest, good, good.amount());
        Map<Account, BigInteger> givenBack = new LinkedHashMap<>();
        List<Attack> attacks = new ArrayList<>(onChain(givenBack));
        chain().transactions().receipt(paid);

        attacks.add(Attack.of("somebody's payment under an own quote", thief, paid, Codes.AMOUNT_MISMATCH));
        attacks.addAll(Attack.misusing(good, paid, payer().address()));
        for (Attack attack : attacks) {
            refused(attack, 1);
        }
        // Again, elsewhere: no second refund, no other answer.
        for (Attack attack : attacks) {
            refused(attack, 2);
        }

        served(good, good.proof("0x" + paid.substring(2).toUpperCase(Locale.ROOT)));
        refused(Attack.of("a payment that was used", good, paid, Codes.ALREADY_CLAIMED), 2);
        Quoted later = quote(RESOURCE, "ETH");
        refused(Attack.of("a payment older than its quote", later, paid, Codes.TRANSACTION_TOO_OLD), 1);

        assertTheLawHoldsInTheEnd();
        RefundsOnChain refunds = RefundsOnChain.since(chain(), firstBlock);
        givenBack.forEach((account, units) -> assertEquals(List.of(units), refunds.coinsTo(account.address())));
        assertEquals(1, refunds.coinsTo(honest.address()).size());
    }

    /** Transactions that pay nothing that was quoted. */
    private List<Attack> onChain(Map<Account, BigInteger> givenBack) throws Exception {
        List<Attack> attacks = new ArrayList<>();
        Account other = payer();

        Quoted under = quote(RESOURCE, "ETH");
        BigInteger half = under.amount().shiftRight(1);
        Account tooLittle = payer();
        givenBack.put(tooLittle, half);
        attacks.add(Attack.of("half the price", under, pay(tooLittle, under, half), Codes.AMOUNT_MISMATCH));

        Quoted over = quote(RESOURCE, "ETH");
        BigInteger twice = over.amount().shiftLeft(1);
        Account tooMuch = payer();
        givenBack.put(tooMuch, twice);
        attacks.add(Attack.of("twice the price", over, pay(tooMuch, over, twice), Codes.AMOUNT_MISMATCH));

        Quoted late = quote(RESOURCE, "ETH");
        Account tooLate = payer();
        givenBack.put(tooLate, late.amount());
        expire(late);
        attacks.add(Attack.of("a late payment", late, pay(tooLate, late, late.amount()), Codes.LATE_PAYMENT));

        Quoted nothing = quote(RESOURCE, "ETH");
        attacks.add(Attack.of("a transfer of 0", nothing, pay(other, nothing, BigInteger.ZERO), Codes.AMOUNT_MISMATCH));

        Quoted noToken = quote(RESOURCE, "USDC");
        String empty = chain().usdc().transfer(other, noToken.recipient(), BigInteger.ZERO);
        attacks.add(Attack.of("a token transfer of 0", noToken, empty, Codes.AMOUNT_MISMATCH));

        Quoted otherToken = quote(RESOURCE, "USDC");
        chain().mintUsdt(other.address(), otherToken.amount());
        String tether = chain().usdt().transfer(other, otherToken.recipient(), otherToken.amount());
        attacks.add(Attack.of("another token", otherToken, tether, Codes.WRONG_ASSET));

        Quoted lookAlike = quote(RESOURCE, "USDC");
        TestToken fake = TestToken.deployUsdc(chain().transactions(), other);
        fake.mint(other.address(), lookAlike.amount());
        String faked = fake.transfer(other, lookAlike.recipient(), lookAlike.amount());
        attacks.add(Attack.of("a token of the same name", lookAlike, faked, Codes.WRONG_ASSET));

        Quoted elsewhere = quote(RESOURCE, "ETH");
        String gift = chain().transactions().submit(other, payer().address(), elsewhere.amount());
        attacks.add(Attack.of("a payment to somebody else", elsewhere, gift, Codes.WRONG_RECIPIENT));

        Quoted failed = quote(RESOURCE, "USDC");
        String data = chain().usdc().transferData(failed.recipient(), BigInteger.TEN.pow(30));
        String reverted = chain().transactions()
                .submit(other, chain().usdc().address(), BigInteger.ZERO, data, BigInteger.valueOf(100_000));
        attacks.add(Attack.of("a reverted transaction", failed, reverted, Codes.TRANSACTION_FAILED));

        Quoted inner = quote(RESOURCE, "ETH");
        String call = ContractWallet.deploy(chain().transactions(), other).pay(inner.recipient(), inner.amount());
        attacks.add(Attack.of("a payment by an inner call", inner, call, Codes.NOT_ATTRIBUTABLE));

        attacks.forEach(attack -> chain().transactions().receipt(attack.proof().getString("txHash")));
        return attacks;
    }

    private void refused(Attack attack, int server) throws InterruptedException {
        try (RawSocket socket = connect(server, attack.resource())) {
            socket.prove(attack.proof()).assertRejected(attack.what(), attack.code());
        }
    }

    private JsonObject served(Quoted quote, JsonObject proof) throws InterruptedException {
        try (RawSocket socket = connect(1, quote.resource())) {
            JsonObject started = socket.prove(proof).verdict();
            assertEquals("session_started", started.getString("type"), started::encode);
            assertEquals(quote.amount().toString(), started.getString("balanceAtomic"));
            return socket.end();
        }
    }

    @Test
    void ofOneProofShownAtOnceOnTwoServersOneOpensASession() throws Exception {
        Quoted quote = quote(RESOURCE, "ETH");
        JsonObject proof = quote.proof(pay(payer(), quote, quote.amount()));
        List<RawSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            sockets.add(connect(1 + i % 2, RESOURCE));
        }
        sockets.forEach(socket -> socket.prove(proof));
        int started = 0;
        for (RawSocket socket : sockets) {
            JsonObject verdict = socket.verdict();
            if (verdict.getString("type").equals("session_started")) {
                started++;
                socket.end();
            } else {
                assertEquals(Codes.ALREADY_CLAIMED, verdict.getString("code"), verdict::encode);
            }
            socket.close();
        }
        assertEquals(1, started);
    }

    @Test
    void aPaymentThatWaitsForABlockIsPendingAndThenTheSameProofIsGood() throws Exception {
        Quoted quote = quote(RESOURCE, "ETH");
        chain().anvil().stopMining();
        try (RawSocket nobody = connect(1, RESOURCE);
                RawSocket payer = connect(1, RESOURCE)) {
            JsonObject unknown =
                    nobody.prove(quote.proof("0x" + "ab".repeat(32))).await("payment_pending");
            assertTrue(unknown.getString("reason").contains("not known"), unknown::encode);
            JsonObject proof = quote.proof(pay(payer(), quote, quote.amount()));
            JsonObject pending = payer.prove(proof).await("payment_pending");
            assertTrue(pending.getString("reason").contains("waiting for a block"), pending::encode);
            chain().anvil().mineEvery(1);
            JsonObject verdict = payer.verdict();
            assertEquals("session_started", verdict.getString("type"), verdict::encode);
            payer.end();
        } finally {
            chain().anvil().mineEvery(1);
        }
    }

    @Test
    void aPayerWhoRefusesTheRefundIsCredited() throws Exception {
        Account payer = payer();
        Quoted quote = quote(RESOURCE, "ETH");
        String paid = pay(payer, quote, quote.amount());
        try (RawSocket socket = connect(1, RESOURCE)) {
            JsonObject started = socket.prove(quote.proof(paid)).verdict();
            HostileRecipient.takeOver(chain().anvil(), payer.address());
            JsonObject ended = socket.end();
            URI status = new ResourceAddress(server(1), RESOURCE).session(ended.getString("sessionId"));
            JsonObject refund;
            do {
                Thread.sleep(200);
                refund = whole().system()
                        .http()
                        .get(status, started.getString("accessToken"))
                        .getJsonArray("refunds")
                        .getJsonObject(0);
            } while (!List.of("credited", "confirmed").contains(refund.getString("state")));
            assertEquals("credited", refund.getString("state"), refund::encode);
        }
        assertEquals(List.of(), RefundsOnChain.since(chain(), firstBlock).coinsTo(payer.address()));
    }

    private void expire(Quoted quote) throws SQLException {
        ConnectionSettings database = system().ground().postgres().connection();
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                PreparedStatement statement = connection.prepareStatement(
                        "UPDATE payments SET expires_at = now() - interval '1 hour' WHERE reference = ?")) {
            statement.setString(1, quote.reference());
            assertEquals(1, statement.executeUpdate());
        }
    }
}
