package io.ws402.gateway.methods.evm.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.devnet.Account;
import io.ws402.devnet.AnvilOptions;
import io.ws402.devnet.EvmDevnet;
import io.ws402.gateway.methods.evm.chain.Receipt;
import io.ws402.gateway.methods.rpc.NodeProxy;
import io.ws402.gateway.methods.rpc.RpcLimits;
import io.ws402.gateway.methods.rpc.RpcPool;
import io.ws402.gateway.methods.rpc.VirtualThreads;
import io.ws402.gateway.storage.Await;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ChainWatcherTest {
    private static final Duration FOREVER = Duration.ofMinutes(10);
    private static final String BLOCK = "eth_getBlockByNumber";
    private static final String RECEIPT = "eth_getTransactionReceipt";
    private static final String UNKNOWN = "0x" + "ab".repeat(32);
    private static final int MANY = 200;

    private final Vertx vertx = Vertx.vertx();
    private final EvmDevnet devnet = EvmDevnet.start(AnvilOptions.DEFAULT.withBlockTime(Duration.ZERO));
    private final NodeProxy node = new NodeProxy(devnet.anvil().rpcUrl());
    private final VirtualThreads threads = new VirtualThreads(vertx);
    private final RpcPool<EvmRpc> pool = new RpcPool<>(
            "evm[0]",
            List.of(URI.create(node.url())),
            EvmRpc.chain(31337),
            new RpcLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), 64));

    @AfterEach
    void close() {
        pool.close();
        threads.close();
        node.close();
        devnet.close();
        Await.of(vertx.close());
    }

    @Test
    void tellsEverybodyWhoWaitsOfANewBlock() {
        ChainWatcher watcher = watcher(Duration.ofMillis(20));
        Await.of(threads.run(watcher::tip));
        List<Future<Void>> waiting = new ArrayList<>();
        for (int each = 0; each < MANY; each++) {
            waiting.add(watcher.nextBlock(FOREVER));
        }
        devnet.anvil().mine(1);
        Await.all(waiting);
    }

    @Test
    void asksForTheNewestBlockOncePerIntervalHoweverManyWantIt() {
        ChainWatcher watcher = watcher(FOREVER);
        List<Future<Tip>> asking = new ArrayList<>();
        for (int each = 0; each < MANY; each++) {
            asking.add(threads.run(watcher::tip));
        }
        Await.all(asking);
        assertEquals(1, node.calls(BLOCK));
    }

    @Test
    void asksForAReceiptOncePerBlockHoweverManyWantIt() {
        ChainWatcher watcher = watcher(FOREVER);
        List<Future<Optional<Receipt>>> asking = new ArrayList<>();
        for (int each = 0; each < MANY; each++) {
            asking.add(threads.run(() -> watcher.receipt(UNKNOWN)));
        }
        Await.all(asking);
        assertEquals(1, node.calls(RECEIPT));
        devnet.anvil().mine(1);
        Await.of(threads.run(
                () -> watcher.tipAtLeast(devnet.anvil().blockNumber().longValueExact())));
        Await.of(threads.run(() -> watcher.receipt(UNKNOWN)));
        assertEquals(2, node.calls(RECEIPT));
    }

    @Test
    void believesARememberedReceiptWhileItsBlockStandsAndNotAfterAReorganisation() {
        ChainWatcher watcher = watcher(Duration.ofMillis(1));
        String hash = devnet.transactions()
                .submit(devnet.account(EvmDevnet.ETHER), Account.random().address(), BigInteger.ONE);
        devnet.transactions().receipt(hash);
        Receipt seen = Await.of(threads.run(() -> watcher.receipt(hash))).orElseThrow();
        int asked = node.calls(RECEIPT);
        assertEquals(Optional.of(seen), Await.of(threads.run(() -> watcher.receipt(hash, View.now(pool.calls())))));
        assertEquals(asked, node.calls(RECEIPT));
        devnet.anvil().reorg(1);
        assertEquals(Optional.empty(), Await.of(threads.run(() -> watcher.receipt(hash, View.now(pool.calls())))));
        assertEquals(asked + 1, node.calls(RECEIPT));
    }

    @Test
    void letsWaitersGoWhenTheirTimeIsUpAndThenLeavesTheNodeAlone() {
        ChainWatcher watcher = watcher(Duration.ofMillis(10));
        Await.of(watcher.nextBlock(Duration.ofMillis(50)));
        Await.of(watcher.nextBlock(Duration.ofMillis(50)));
        int asked = node.calls(BLOCK);
        Await.of(vertx.timer(100));
        assertTrue(node.calls(BLOCK) <= asked + 1, "nobody waits, but the node is asked");
    }

    @Test
    void letsWaitersGoWhenItIsClosedAndWhenTheNodeIsDown() {
        ChainWatcher watcher = watcher(Duration.ofMillis(10));
        Future<Void> waiting = watcher.nextBlock(FOREVER);
        watcher.close();
        Await.of(waiting);
        node.goDown();
        Await.of(watcher.nextBlock(Duration.ofMillis(30)));
    }

    private ChainWatcher watcher(Duration interval) {
        return new ChainWatcher(vertx, threads, pool.calls(), interval);
    }
}
