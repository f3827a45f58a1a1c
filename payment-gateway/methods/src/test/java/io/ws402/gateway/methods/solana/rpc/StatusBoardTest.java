package io.ws402.gateway.methods.solana.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.gateway.methods.solana.chain.Commitment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class StatusBoardTest {
    private final List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());

    private Statuses answer(List<String> signatures) {
        sizes.add(signatures.size());
        return new Statuses(
                9,
                signatures.stream()
                        .map(each ->
                                Optional.of(new Status(Long.parseLong(each), Commitment.CONFIRMED, Optional.empty())))
                        .toList());
    }

    @Test
    void asksForThousandsInAFewCallsAndGivesEachItsOwnAnswer() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        StatusBoard board = new StatusBoard(
                signatures -> {
                    await(first);
                    return answer(signatures);
                },
                Duration.ofHours(1));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<Status>>> asked = new ArrayList<>();
            CountDownLatch begun = new CountDownLatch(1000);
            for (int number = 0; number < 1000; number++) {
                String signature = Integer.toString(number);
                asked.add(threads.submit(() -> {
                    begun.countDown();
                    return board.of(signature);
                }));
            }
            begun.await();
            first.countDown();
            for (int number = 0; number < 1000; number++) {
                assertEquals(number, asked.get(number).get().orElseThrow().slot());
            }
        }
        assertTrue(sizes.stream().allMatch(size -> size <= SolanaRpc.MAX_STATUSES), sizes.toString());
        assertEquals(1000, sizes.stream().mapToInt(Integer::intValue).sum());
    }

    @Test
    void remembersAnAnswerForTheIntervalAndNoFailureAtAll() {
        StatusBoard board = new StatusBoard(this::answer, Duration.ofHours(1));
        board.of("1");
        board.of("1");
        assertEquals(List.of(1), sizes);

        StatusBoard failing = new StatusBoard(
                signatures -> {
                    sizes.add(-1);
                    throw new RpcException.Unavailable("down");
                },
                Duration.ofHours(1));
        assertThrows(RpcException.Unavailable.class, () -> failing.of("1"));
        assertThrows(RpcException.Unavailable.class, () -> failing.of("1"));
        assertEquals(List.of(1, -1, -1), sizes);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
