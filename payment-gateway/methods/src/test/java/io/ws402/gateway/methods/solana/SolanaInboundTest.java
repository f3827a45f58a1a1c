package io.ws402.gateway.methods.solana;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.InboundFeed;
import io.ws402.gateway.method.InboundTransfer;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.QuotedPayment;
import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.methods.rpc.NodeProxy;
import io.ws402.gateway.storage.Await;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SolanaInboundTest extends OwnCluster {
    private InboundFeed feed() {
        return method.inbound().orElseThrow();
    }

    private JsonObject head() {
        devnet.chain().finalizeAll();
        return Await.of(feed().head());
    }

    private List<InboundTransfer> after(JsonObject from) {
        List<InboundTransfer> transfers = new ArrayList<>();
        InboundFeed.Stretch stretch = Await.of(feed().after(new JsonObject(from.encode())));
        transfers.addAll(stretch.transfers());
        while (stretch.more()) {
            stretch = Await.of(feed().after(new JsonObject(stretch.end().encode())));
            transfers.addAll(stretch.transfers());
        }
        return transfers;
    }

    private String payUsdc(BigInteger units, String... references) {
        return by(payer)
                .transferToken(devnet.usdc(), payer.address(), wallet, payer.address(), units, references)
                .send();
    }

    @Test
    void showsWhatReachedTheWalletOnceFinalAndAsProofsDo() {
        JsonObject from = head();
        QuotedPayment coin = quote("SOL", PRICE);
        QuotedPayment token = quote("USDC", MILLION);
        String inCoin = by(payer)
                .transfer(payer.address(), wallet, PRICE, coin.reference())
                .send();
        String inToken = payUsdc(MILLION, token.reference());
        assertEquals(List.of(), after(from));

        devnet.chain().finalizeAll();
        List<InboundTransfer> seen = after(from);
        assertEquals(
                List.of(coin.reference(), token.reference()),
                seen.stream().map(InboundTransfer::reference).toList());
        assertEquals(
                paid(coin, inCoin).settlementKey(), seen.getFirst().deposit().settlementKey());
        assertEquals(
                paid(token, inToken).settlementKey(), seen.getLast().deposit().settlementKey());
        assertEquals(payer.address(), seen.getLast().deposit().payer());
        Observation observed = Await.of(feed().observe(token, seen.getLast().deposit()));
        assertEquals(
                seen.getLast().deposit().settlementKey(),
                assertInstanceOf(Observation.Paid.class, observed).deposit().settlementKey());
    }

    @Test
    void showsWhatNoTransferExplainsToTheLastUnit() {
        JsonObject from = head();
        devnet.usdc().mint(wallet, BigInteger.valueOf(123));
        payUsdc(BigInteger.TWO);
        devnet.chain().finalizeAll();
        List<InboundTransfer> seen = after(from);
        assertEquals(2, seen.size());
        assertEquals(BigInteger.valueOf(123), seen.getFirst().deposit().amount().units());
        assertNull(seen.getFirst().reference());
        assertTrue(seen.getFirst().deposit().settlementKey().contains(":rest-"));
        assertNull(seen.getLast().reference());
    }

    @Test
    void showsNeitherRefundsNorFailedTransactionsNorWhatTheWalletSigns() {
        JsonObject from = head();
        RefundOrder order = refund(payer.address(), "USDC", MILLION);
        SignedTransfer signed = sign(order);
        Await.of(method.refunds().dispatch(signed));
        by(payer)
                .transfer(payer.address(), wallet, PRICE.multiply(BigInteger.TEN.pow(9)))
                .sendUntried();
        by(rail.wallet()).transfer(wallet, wallet, PRICE).send();
        devnet.chain().finalizeAll();
        assertEquals(List.of(), after(from));
    }

    @Test
    void leavesNothingOutAndShowsNothingTwiceOverManyStretches() {
        JsonObject from = head();
        Set<String> sent = new HashSet<>();
        for (int number = 1; number <= 120; number++) {
            sent.add(payUsdc(BigInteger.valueOf(number)));
        }
        devnet.chain().finalizeAll();
        InboundFeed.Stretch first = Await.of(feed().after(from));
        assertTrue(first.more());
        assertTrue(first.transfers().size() <= 50);
        List<String> seen =
                after(from).stream().map(each -> each.deposit().txId()).toList();
        assertEquals(120, seen.size());
        assertEquals(sent, new HashSet<>(seen));
        assertEquals(seen.getFirst(), first.transfers().getFirst().deposit().txId());
    }

    @Test
    void goesOnWhereANodeIsTooSlowForAllOfItAtOnce() {
        JsonObject from = head();
        for (int number = 1; number <= 40; number++) {
            payUsdc(BigInteger.valueOf(number));
        }
        devnet.chain().finalizeAll();
        try (NodeProxy slow = new NodeProxy(devnet.chain().rpcUrl())) {
            method = rail.open(rail.configuration()
                    .put("rpcUrls", slow.url())
                    .put("rpc", new JsonObject().put("totalTimeoutMs", 3_000)));
            slow.delay(Duration.ofMillis(100));
            assertEquals(
                    IntStream.rangeClosed(1, 40).mapToObj(BigInteger::valueOf).toList(),
                    after(from).stream()
                            .map(each -> each.deposit().amount().units())
                            .toList());
        }
    }

    @Test
    void believesNoNodeThatKeepsNoHistoryBackToThePosition() {
        JsonObject from = head();
        payUsdc(MILLION);
        devnet.chain().finalizeAll();
        try (NodeProxy young = new NodeProxy(devnet.chain().rpcUrl())) {
            method = through(young.url());
            young.change(
                    "getFirstAvailableBlock",
                    answer -> answer.put("result", devnet.chain().slot()));
            assertThrows(RuntimeException.class, () -> Await.of(feed().after(from)));
            young.behave();
            assertEquals(1, after(from).size());
        }
    }

    @Test
    void showsATransferThatNamesSeveralReferencesWithoutOne() {
        JsonObject from = head();
        payUsdc(
                MILLION,
                quote("USDC", MILLION).reference(),
                quote("USDC", MILLION).reference());
        devnet.chain().finalizeAll();
        List<InboundTransfer> seen = after(from);
        assertEquals(MILLION, seen.getFirst().deposit().amount().units());
        assertNull(seen.getFirst().reference());
    }
}
