package io.ws402.gateway.methods.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.devnet.Account;
import io.ws402.devnet.AnvilOptions;
import io.ws402.devnet.EvmDevnet;
import io.ws402.devnet.TestToken;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.method.QuotedPayment;
import io.ws402.gateway.methods.rpc.NodeProxy;
import io.ws402.gateway.storage.Await;
import io.ws402.protocol.payment.PaymentProof;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.ContractUtils;

/** Transactions that look like payments, and payments that do not look it. */
final class FalsePaymentsOnChainTest extends OwnChain {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    private static final BigInteger GAS = BigInteger.valueOf(500_000);
    private static final int OTHER_CHAIN = 31338;

    @Test
    void aPaymentOnTheOtherOfTwoChainsIsNoneHere() {
        try (EvmDevnet other = EvmDevnet.start(AnvilOptions.DEFAULT.withBlockTime(Duration.ZERO))) {
            Account there = other.account(EvmDevnet.ETHER);
            QuotedPayment quote = quote(method, "ETH", PRICE);
            String hash = other.transactions().submit(there, quote.recipient(), PRICE);
            other.anvil().call("anvil_setChainId", OTHER_CHAIN);
            PaymentMethod second = rail.open(new JsonObject()
                    .put("network", "elsewhere")
                    .put("chainId", OTHER_CHAIN)
                    .put("rpcUrls", other.anvil().rpcUrl())
                    .put("pollIntervalMs", 20)
                    .put("wallet", quote.recipient()));

            Observation.Pending unknown = assertInstanceOf(Observation.Pending.class, observe(method, quote, hash));
            assertEquals("transaction_not_found", unknown.code());
            assertTrue(unknown.reason().contains("local"), unknown.reason());
            for (String field : List.of("chainId", "network")) {
                Object named = field.equals("chainId") ? OTHER_CHAIN : "elsewhere";
                PaymentProof proof = new PaymentProof(proof(hash).json().put(field, named));
                assertRefused("wrong_chain", "local", Await.of(method.observe(quote, proof)));
            }
            // The other network knows the transaction, and knows it for what was quoted there.
            QuotedPayment thereToo = new QuotedPayment(
                    "pay_2",
                    "8".repeat(32),
                    money(second, "ETH", PRICE),
                    quote.recipient(),
                    new JsonObject().put("headBlock", 0),
                    Instant.now().plus(STANDS));
            other.anvil().mine(20);
            ObservedDeposit deposit = paid(second, thereToo, hash);
            assertTrue(deposit.settlementKey().startsWith("eip155:" + OTHER_CHAIN + ":"), deposit.settlementKey());
        }
    }

    @Test
    void aTokenOfTheSameNameIsRefusedByTheContractThatCounts() {
        QuotedPayment quote = quote(method, "USDC", MILLION);
        TestToken lookAlike = TestToken.deployUsdc(devnet.transactions(), payer);
        lookAlike.mint(payer.address(), MILLION);
        String hash = lookAlike.transfer(payer, quote.recipient(), MILLION);
        assertRefused("wrong_asset", devnet.usdc().address(), observe(method, quote, hash));
    }

    @Test
    void ofSeveralTransfersInOneTransactionTheOneOfTheAmountPays() {
        QuotedPayment quote = quote(method, "USDC", MILLION);
        Account sender = devnet.account(EvmDevnet.ETHER);
        String batch = ContractUtils.generateContractAddress(sender.address(), BigInteger.ZERO);
        devnet.mintUsdc(batch, MILLION.multiply(BigInteger.TWO));
        BigInteger half = MILLION.shiftRight(1);
        String hash = devnet.transactions()
                .submit(
                        sender,
                        null,
                        BigInteger.ZERO,
                        transfers(devnet.usdc(), quote.recipient(), half, MILLION, half),
                        GAS);
        ObservedDeposit deposit = paid(method, quote, hash);
        assertEquals(MILLION, deposit.amount().units());
        assertTrue(batch.equalsIgnoreCase(deposit.payer()), deposit.payer());
        assertTrue(deposit.settlementKey().endsWith(":1"), deposit.settlementKey());
    }

    @Test
    void aPaymentWhoseNodeWasDownCountsWhenItIsBack() {
        try (NodeProxy node = new NodeProxy(devnet.anvil().rpcUrl())) {
            PaymentMethod patient = rail.open(rail.configuration().put("rpcUrls", node.url()));
            QuotedPayment quote = quote(patient, "ETH", PRICE);
            String hash = devnet.transactions().submit(payer, quote.recipient(), PRICE);
            for (int status : new int[] {503, 200}) {
                node.answer(status, "<html>maintenance</html>");
                assertInstanceOf(Observation.Unavailable.class, observe(patient, quote, hash));
            }
            node.behave();
            assertEquals(PRICE, paid(patient, quote, hash).amount().units());
        }
    }

    private static void assertRefused(String code, String says, Observation seen) {
        Observation.Refused refused = assertInstanceOf(Observation.Refused.class, seen);
        assertEquals(code, refused.code());
        assertTrue(refused.reason().toLowerCase(Locale.ROOT).contains(says.toLowerCase(Locale.ROOT)), refused.reason());
    }

    /** A contract that makes transfers of its own units while it is deployed, and leaves nothing behind. */
    private static String transfers(TestToken token, String to, BigInteger... amounts) {
        int callBytes = 42;
        int dataBytes = 68;
        StringBuilder code = new StringBuilder("0x");
        StringBuilder data = new StringBuilder();
        for (int i = 0; i < amounts.length; i++) {
            int at = amounts.length * callBytes + 1 + i * dataBytes;
            // CODECOPY the call's data to memory, then CALL the token with it and drop the result.
            code.append("6044").append("61%04x".formatted(at)).append("600039");
            code.append("6000600060446000600073")
                    .append(token.address().substring(2))
                    .append("5af150");
            data.append(token.transferData(to, amounts[i]).substring(2));
        }
        return code.append("00").append(data).toString();
    }
}
