package io.ws402.gateway.methods.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.devnet.ContractWallet;
import io.ws402.gateway.method.Finality;
import io.ws402.gateway.method.MethodConfigurationException;
import io.ws402.gateway.method.MethodHealth;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.method.QuotedPayment;
import io.ws402.gateway.methods.rpc.NodeProxy;
import io.ws402.gateway.storage.Await;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.Keys;

final class PaymentsOnChainTest extends OwnChain {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    @Test
    void waitsForABlockThenForConfirmationsThenForFinality() {
        PaymentMethod patient = withFinality("{\"confirmations\":2,\"refundConfirmations\":4}");
        QuotedPayment quote = quote(patient, "ETH", PRICE);
        devnet.anvil().stopMining();
        String hash = pay(quote);
        assertEquals("payment_pending", pending(observe(patient, quote, hash)).code());

        devnet.anvil().mine(1);
        Observation.Pending shallow = pending(observe(patient, quote, hash));
        assertTrue(shallow.reason().contains("1 of 2"), shallow.reason());
        Future<Void> news = patient.news(new Observation.Pending(shallow.code(), shallow.reason(), 60_000));
        devnet.anvil().mine(1);
        Await.of(news);
        ObservedDeposit deposit = paid(patient, quote, hash);
        assertFalse(deposit.isFinal());
        assertEquals(new Finality.NotYet(), finality(patient, deposit));

        devnet.anvil().mine(2);
        assertTrue(paid(patient, quote, hash).isFinal());
        assertEquals(new Finality.Final(), finality(patient, deposit));
    }

    @Test
    void callsFinalWhatConsensusDoes() {
        PaymentMethod patient = withFinality("{\"confirmations\":1,\"finalized\":true}");
        QuotedPayment quote = quote(patient, "ETH", PRICE);
        String hash = pay(quote);
        ObservedDeposit deposit = paid(patient, quote, hash);
        assertFalse(deposit.isFinal());
        devnet.anvil().mine(2);
        assertEquals(new Finality.Final(), finality(patient, deposit));
    }

    @Test
    void knowsThatAPaymentIsGoneWhenTheChainWasReorganisedWithoutIt() {
        PaymentMethod patient = withFinality("{\"confirmations\":1,\"refundConfirmations\":5}");
        QuotedPayment quote = quote(patient, "ETH", PRICE);
        ObservedDeposit deposit = paid(patient, quote, pay(quote));
        devnet.anvil().reorg(1);
        assertEquals(new Finality.NotYet(), finality(patient, deposit));
        devnet.anvil().mine(5);
        assertInstanceOf(Finality.Gone.class, finality(patient, deposit));
    }

    @Test
    void holdsOnToAPaymentThatAReorganisationMovedToAnotherBlock() {
        PaymentMethod patient = withFinality("{\"confirmations\":1,\"refundConfirmations\":5}");
        QuotedPayment quote = quote(patient, "USDC", MILLION);
        devnet.anvil().stopMining();
        String hash = devnet.usdc().transfer(payer, quote.recipient(), MILLION);
        String raw = devnet.anvil().call("eth_getRawTransactionByHash", hash).asText();
        devnet.anvil().mine(1);
        ObservedDeposit deposit = paid(patient, quote, hash);
        devnet.anvil().reorg(1);
        devnet.anvil().mine(1);
        devnet.anvil().call("eth_sendRawTransaction", raw);
        devnet.anvil().mine(1);
        assertEquals(deposit.settlementKey(), paid(patient, quote, hash).settlementKey());
        devnet.anvil().mine(4);
        assertEquals(new Finality.Final(), finality(patient, deposit));
    }

    @Test
    void takesAContractWalletForThePayerOfItsTokens() {
        ContractWallet wallet = ContractWallet.deploy(devnet.transactions(), payer);
        devnet.mintUsdc(wallet.address(), MILLION);
        QuotedPayment quote = quote(method, "USDC", MILLION);
        String hash = wallet.pay(devnet.usdc(), quote.recipient(), MILLION);
        assertEquals(checksummed(wallet.address()), paid(method, quote, hash).payer());
    }

    @Test
    void namesLateMoneyThatGoesBackToItsPayer() {
        QuotedPayment quote = quote(method, "ETH", PRICE, Instant.now().minusSeconds(60));
        Observation.Refused late = assertInstanceOf(Observation.Refused.class, observe(method, quote, pay(quote)));
        assertEquals("late_payment", late.code());
        ObservedDeposit arrived = assertInstanceOf(ObservedDeposit.class, late.arrived());
        assertEquals(payer.address(), arrived.payer());
        assertEquals(PRICE, arrived.amount().units());
    }

    @Test
    void goesOnWithAnotherEndpointWhenOneIsDown() {
        try (NodeProxy node = new NodeProxy(devnet.anvil().rpcUrl())) {
            PaymentMethod patient = rail.open(rail.configuration()
                    .put("rpcUrls", node.url() + "," + devnet.anvil().rpcUrl()));
            node.goDown();
            QuotedPayment quote = quote(patient, "ETH", PRICE);
            paid(patient, quote, pay(quote));
            assertTrue(Await.of(patient.health()).healthy());
        }
    }

    @Test
    void knowsNothingWhileNoEndpointAnswers() {
        try (NodeProxy node = new NodeProxy(devnet.anvil().rpcUrl())) {
            PaymentMethod patient = rail.open(rail.configuration().put("rpcUrls", node.url()));
            QuotedPayment quote = quote(patient, "ETH", PRICE);
            String hash = pay(quote);
            ObservedDeposit deposit = paid(patient, quote, hash);
            node.goDown();
            assertInstanceOf(Observation.Unavailable.class, observe(patient, quote, hash));
            assertEquals(new Finality.NotYet(), finality(patient, deposit));
            MethodHealth health = Await.of(patient.health());
            assertFalse(health.healthy());
            assertFalse(health.detail().contains("SECRET"), health.detail());
        }
    }

    @Test
    void believesNoNodeThatAnswersAboutAnotherTransaction() {
        try (NodeProxy node = new NodeProxy(devnet.anvil().rpcUrl())) {
            PaymentMethod patient = rail.open(rail.configuration().put("rpcUrls", node.url()));
            QuotedPayment quote = quote(patient, "ETH", PRICE);
            JsonObject other = new JsonObject(
                    devnet.anvil().call("eth_getTransactionReceipt", pay(quote)).toString());
            node.change("eth_getTransactionReceipt", answer -> answer.put("result", other));
            assertInstanceOf(Observation.Unavailable.class, observe(patient, quote, "0x" + "ab".repeat(32)));
        }
    }

    @Test
    void doesNotStartOnAnotherChain() {
        PaymentMethod base = rail.create(rail.configuration().put("network", "base"));
        MethodConfigurationException refusal =
                assertInstanceOf(MethodConfigurationException.class, Await.failureOf(base.start()));
        assertTrue(String.valueOf(refusal.getMessage()).contains("is of chain 31337, not 8453"), refusal.getMessage());
    }

    @Test
    void doesNotStartWithoutAnyEndpoint() {
        PaymentMethod lonely = rail.create(rail.configuration().put("rpcUrls", "http://127.0.0.1:1/SECRET"));
        Throwable failure = Await.failureOf(lonely.start());
        assertTrue(String.valueOf(failure.getMessage()).contains("connection refused"), failure.getMessage());
        assertFalse(failure.toString().contains("SECRET"));
    }

    @Test
    void observesManyPaymentsAtOnce() {
        QuotedPayment quote = quote(method, "ETH", PRICE);
        String hash = pay(quote);
        EvmRail.waitForNextPoll();
        List<Future<Observation>> observed = IntStream.range(0, 64)
                .mapToObj(each -> method.observe(quote, proof(hash)))
                .toList();
        assertEquals(1, Await.all(observed).stream().distinct().count());
    }

    private PaymentMethod withFinality(String step) {
        return rail.open(rail.configuration().put("finality", new JsonArray().add(new JsonObject(step))));
    }

    private String pay(QuotedPayment quote) {
        return devnet.transactions()
                .submit(payer, quote.recipient(), quote.price().units());
    }

    private static Observation.Pending pending(Observation seen) {
        return assertInstanceOf(Observation.Pending.class, seen);
    }

    private static String checksummed(String address) {
        return Keys.toChecksumAddress(address);
    }
}
