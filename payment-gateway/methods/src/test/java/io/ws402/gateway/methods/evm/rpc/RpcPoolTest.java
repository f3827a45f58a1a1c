package io.ws402.gateway.methods.evm.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.ws402.devnet.AnvilExtension;
import io.ws402.devnet.EvmDevnet;
import io.ws402.gateway.method.MethodConfigurationException;
import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.rpc.NodeProxy;
import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.gateway.methods.rpc.RpcLimits;
import io.ws402.gateway.methods.rpc.RpcPool;
import io.ws402.gateway.methods.rpc.VirtualThreads;
import io.ws402.gateway.storage.Await;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(AnvilExtension.class)
final class RpcPoolTest {
    private static final EvmAddress NOBODY = EvmAddress.parse("0x" + "ab".repeat(20));
    private static final String NONCE = "eth_getTransactionCount";
    private static final RpcLimits LIMITS = new RpcLimits(Duration.ofSeconds(3), Duration.ofSeconds(30), 2);

    private final NodeProxy first;
    private final NodeProxy second;
    private final List<RpcPool<EvmRpc>> pools = new ArrayList<>();

    RpcPoolTest(EvmDevnet devnet) {
        this.first = new NodeProxy(devnet.anvil().rpcUrl());
        this.second = new NodeProxy(devnet.anvil().rpcUrl());
    }

    @AfterEach
    void close() {
        pools.forEach(RpcPool::close);
        first.close();
        second.close();
    }

    static Stream<Named<Consumer<NodeProxy>>> failures() {
        return Stream.of(
                failure("is down", NodeProxy::goDown),
                failure("hangs", NodeProxy::hang),
                failure("answers 500", node -> node.answer(500, "oh")),
                failure(
                        "answers 429",
                        node -> node.answer(429, "{\"error\":{\"code\":-32005,\"message\":\"slow down\"}}")),
                failure("answers no JSON", node -> node.answer(200, "<html>")),
                failure("answers an array", node -> node.answer(200, "[]")),
                failure("answers another call", node -> node.answer(200, "{\"id\":0,\"result\":\"0x0\"}")),
                failure("answers nothing", node -> node.change(NONCE, RpcPoolTest::withoutResult)),
                failure("answers null", node -> node.change(NONCE, answer -> answer.putNull("result"))),
                failure("answers nonsense", node -> node.change(NONCE, answer -> answer.put("result", "0x-1"))),
                failure(
                        "reached its limit",
                        node -> node.change(
                                NONCE,
                                answer -> withoutResult(answer)
                                        .put(
                                                "error",
                                                new JsonObject("{\"code\":-32005,\"message\":\"daily limit\"}")))));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void asksTheNextEndpointWhenOne(Consumer<NodeProxy> failure) {
        RpcPool<EvmRpc> pool = pool(31337, first.url(), second.url());
        pool.checkChain();
        failure.accept(first);
        assertEquals(0, pool.calls().nonce(NOBODY));
        assertEquals(1, second.calls(NONCE));
    }

    @Test
    void takesANodesErrorForItsAnswer() {
        RpcPool<EvmRpc> pool = pool(31337, first.url(), second.url());
        first.change(
                NONCE,
                answer -> withoutResult(answer)
                        .put("error", new JsonObject("{\"code\":-32000,\"message\":\"no\\nsuch account\"}")));
        RpcException.Refused refused =
                assertThrows(RpcException.Refused.class, () -> pool.calls().nonce(NOBODY));
        assertEquals("no such account", refused.getMessage());
        assertEquals(0, second.calls(NONCE));
    }

    @Test
    void asksAnEndpointLastThatFailedJustNowAndFirstAgainAfterAPause() {
        AtomicLong clock = new AtomicLong();
        RpcPool<EvmRpc> pool = pool(clock::get, LIMITS, 31337, first.url(), second.url());
        pool.checkChain();
        first.answer(503, "");
        pool.calls().nonce(NOBODY);
        first.behave();
        pool.calls().nonce(NOBODY);
        assertEquals(1, first.calls(NONCE));
        assertEquals(2, second.calls(NONCE));
        clock.addAndGet(Duration.ofSeconds(2).toNanos());
        pool.calls().nonce(NOBODY);
        assertEquals(2, first.calls(NONCE));
    }

    @Test
    void saysWhichEndpointsFailedAndNeverTheirKeys() {
        RpcPool<EvmRpc> pool = pool(31337, first.url(), second.url());
        first.answer(500, "");
        second.goDown();
        RpcException.Unavailable unavailable =
                assertThrows(RpcException.Unavailable.class, () -> pool.calls().nonce(NOBODY));
        String message = String.valueOf(unavailable.getMessage());
        assertTrue(message.contains("rpcUrls[0] (127.0.0.1): HTTP 500"), message);
        assertTrue(message.contains("rpcUrls[1] (127.0.0.1): connection refused"), message);
        assertFalse(message.contains("SECRET"), message);
    }

    @Test
    void readsNoAnswerWithoutEnd() {
        RpcPool<EvmRpc> pool = pool(31337, first.url());
        pool.checkChain();
        first.change(NONCE, answer -> answer.put("result", "0x" + "0".repeat(100_000)));
        assertThrows(RpcException.TooLarge.class, () -> pool.calls().nonce(NOBODY));
    }

    @Test
    void refusesAnEndpointOfAnotherChain() {
        RpcPool<EvmRpc> pool = pool(8453, first.url());
        MethodConfigurationException refusal = assertThrows(MethodConfigurationException.class, pool::checkChain);
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains("rpcUrls[0]") && message.contains("31337") && message.contains("8453"), message);
        assertFalse(message.contains("SECRET"), message);
    }

    @Test
    void neverBelievesAnEndpointOfAnotherChainThatWasDownAtTheStart() {
        RpcPool<EvmRpc> pool = pool(31337, first.url(), second.url());
        first.answer(500, "");
        pool.checkChain();
        first.change("eth_chainId", answer -> answer.put("result", "0x1"));
        second.answer(500, "");
        assertThrows(RpcException.Unavailable.class, () -> pool.calls().nonce(NOBODY));
        assertEquals(0, first.calls(NONCE));
    }

    @Test
    void makesNoMoreCallsAtOnceThanAllowed() {
        Vertx vertx = Vertx.vertx();
        VirtualThreads threads = new VirtualThreads(vertx);
        RpcPool<EvmRpc> pool = pool(31337, first.url());
        pool.checkChain();
        first.delay(Duration.ofMillis(50));
        List<Future<Long>> calls = new ArrayList<>();
        for (int call = 0; call < 10; call++) {
            calls.add(threads.run(() -> pool.calls().nonce(NOBODY)));
        }
        Await.all(calls);
        assertEquals(10, first.calls(NONCE));
        assertEquals(2, first.callsAtOnce());
        threads.close();
        Await.of(vertx.close());
    }

    private RpcPool<EvmRpc> pool(long chainId, String... urls) {
        return pool(System::nanoTime, LIMITS, chainId, urls);
    }

    private RpcPool<EvmRpc> pool(LongSupplier clock, RpcLimits limits, long chainId, String... urls) {
        RpcPool<EvmRpc> pool = new RpcPool<>(
                "evm[0]", Stream.of(urls).map(URI::create).toList(), EvmRpc.chain(chainId), limits, clock);
        pools.add(pool);
        return pool;
    }

    private static JsonObject withoutResult(JsonObject answer) {
        answer.remove("result");
        return answer;
    }

    private static Named<Consumer<NodeProxy>> failure(String name, Consumer<NodeProxy> failure) {
        return Named.of(name, failure);
    }
}
