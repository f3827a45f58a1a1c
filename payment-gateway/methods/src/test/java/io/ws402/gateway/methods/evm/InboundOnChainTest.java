package io.ws402.gateway.methods.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.devnet.Account;
import io.ws402.devnet.ContractWallet;
import io.ws402.gateway.method.InboundFeed;
import io.ws402.gateway.method.InboundTransfer;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.method.QuotedPayment;
import io.ws402.gateway.storage.Await;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InboundOnChainTest extends OwnChain {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    private InboundFeed feed() {
        return method.inbound().orElseThrow();
    }

    private JsonObject head() {
        return Await.of(feed().head());
    }

    private List<ObservedDeposit> after(JsonObject from) {
        List<ObservedDeposit> transfers = new ArrayList<>();
        InboundFeed.Stretch stretch = Await.of(feed().after(from));
        add(stretch, transfers);
        while (stretch.more()) {
            stretch = Await.of(feed().after(stretch.end()));
            add(stretch, transfers);
        }
        return transfers;
    }

    private static void add(InboundFeed.Stretch stretch, List<ObservedDeposit> transfers) {
        stretch.transfers().stream().map(InboundTransfer::deposit).forEach(transfers::add);
    }

    private void makeFinal() {
        devnet.anvil().mine(4);
    }

    private String payEther(Account from, BigInteger wei) {
        return devnet.transactions().submit(from, method.describe().recipient(), wei);
    }

    @Test
    void showsWhatReachedTheWalletOnceAndAsProofsDo() {
        JsonObject from = head();
        QuotedPayment ether = quote(method, "ETH", PRICE);
        QuotedPayment token = quote(method, "USDC", MILLION);
        String paidEther = payEther(payer, PRICE);
        devnet.mintUsdc(payer.address(), MILLION);
        String paidToken = devnet.usdc().transfer(payer, method.describe().recipient(), MILLION);
        makeFinal();
        List<ObservedDeposit> seen = after(from);
        assertEquals(
                List.of(paidEther, paidToken),
                seen.stream().map(ObservedDeposit::txId).toList());
        assertEquals(
                paid(method, ether, paidEther).settlementKey(), seen.getFirst().settlementKey());
        ObservedDeposit byProof = paid(method, token, paidToken);
        assertEquals(byProof.settlementKey(), seen.getLast().settlementKey());
        assertEquals(byProof.payer(), seen.getLast().payer());
        assertEquals(byProof.amount(), seen.getLast().amount());
        Observation.Paid observed =
                assertInstanceOf(Observation.Paid.class, Await.of(feed().observe(token, seen.getLast())));
        assertEquals(byProof.settlementKey(), observed.deposit().settlementKey());
        assertEquals(List.of(), after(head()));
    }

    @Test
    void showsNothingThatTheChainCanStillUndo() {
        InboundFeed patient = rail.open(rail.configuration()
                        .put(
                                "finality",
                                new JsonArray().add(new JsonObject("{\"confirmations\":1,\"refundConfirmations\":5}"))))
                .inbound()
                .orElseThrow();
        JsonObject from = Await.of(patient.head());
        payEther(payer, PRICE);
        assertEquals(List.of(), Await.of(patient.after(from)).transfers());
        devnet.anvil().mine(4);
        assertEquals(1, Await.of(patient.after(from)).transfers().size());
    }

    @Test
    void findsAFewPaymentsInManyBlocks() {
        JsonObject from = head();
        devnet.anvil().mine(300);
        String first = payEther(payer, PRICE);
        devnet.anvil().mine(700);
        String second = payEther(payer, PRICE.add(BigInteger.ONE));
        devnet.anvil().mine(50);
        assertEquals(
                List.of(first, second),
                after(from).stream().map(ObservedDeposit::txId).toList());
    }

    @Test
    void seesPastRefundsThatLeaveTheWalletMeanwhile() {
        JsonObject from = head();
        devnet.anvil().stopMining();
        String paid = payEther(payer, PRICE);
        devnet.anvil().mine(1);
        var order = refund(method, payer.address(), "ETH", PRICE);
        Await.of(method.refunds().dispatch(sign(method, order)));
        devnet.anvil().mine(1);
        makeFinal();
        assertEquals(
                List.of(paid), after(from).stream().map(ObservedDeposit::txId).toList());
    }

    @Test
    void leavesOutWhatFailedAndWhatCarriesNothing() {
        JsonObject from = head();
        payEther(payer, BigInteger.ZERO);
        devnet.usdc().transfer(payer, method.describe().recipient(), BigInteger.ZERO);
        makeFinal();
        assertEquals(List.of(), after(from));
    }

    @Test
    void namesAContractWalletAsThePayerOfItsTokens() {
        ContractWallet wallet = ContractWallet.deploy(devnet.transactions(), payer);
        devnet.mintUsdc(wallet.address(), MILLION);
        JsonObject from = head();
        wallet.pay(devnet.usdc(), method.describe().recipient(), MILLION);
        makeFinal();
        List<ObservedDeposit> seen = after(from);
        assertEquals(1, seen.size());
        assertTrue(seen.getFirst().payer().equalsIgnoreCase(wallet.address()));
    }

    @Test
    void showsMintedTokensThatNobodyCouldBeRefunded() {
        JsonObject from = head();
        QuotedPayment quote = quote(method, "USDC", MILLION);
        devnet.mintUsdc(method.describe().recipient(), MILLION);
        makeFinal();
        List<ObservedDeposit> seen = after(from);
        assertEquals(1, seen.size());
        Observation.Refused refused =
                assertInstanceOf(Observation.Refused.class, Await.of(feed().observe(quote, seen.getFirst())));
        assertEquals("not_attributable", refused.code());
    }
}
