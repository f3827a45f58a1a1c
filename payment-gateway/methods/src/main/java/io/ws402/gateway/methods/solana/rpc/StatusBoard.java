package io.ws402.gateway.methods.solana.rpc;

import io.ws402.gateway.methods.rpc.RecentlyUsed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Asks what became of transactions for everybody at once: those that are asked for while a question is under way go with
 * the next one, up to 256 of them, and an answer holds for an interval. Thread-safe; calls block.
 */
final class StatusBoard {
    private static final int REMEMBERED = 8192;

    private final Function<List<String>, Statuses> ask;
    private final Duration interval;
    private final Map<String, Seen> seen = new RecentlyUsed<>(REMEMBERED);
    private final Map<String, CompletableFuture<Optional<Status>>> wanted = new LinkedHashMap<>();
    private boolean asking;

    private record Seen(Optional<Status> status, long atNanos) {}

    StatusBoard(Function<List<String>, Statuses> ask, Duration interval) {
        this.ask = ask;
        this.interval = interval;
    }

    Optional<Status> of(String signature) {
        CompletableFuture<Optional<Status>> answer;
        boolean lead;
        synchronized (this) {
            Seen before = seen.get(signature);
            if (before != null && System.nanoTime() - before.atNanos() < interval.toNanos()) {
                return before.status();
            }
            answer = wanted.computeIfAbsent(signature, asked -> new CompletableFuture<>());
            lead = !asking;
            asking = true;
        }
        if (lead) {
            // On a thread of its own: whoever began it would otherwise answer for all who come after.
            Thread.startVirtualThread(this::askAll);
        }
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void askAll() {
        Map<String, CompletableFuture<Optional<Status>>> batch = next();
        while (!batch.isEmpty()) {
            try {
                answer(batch, ask.apply(List.copyOf(batch.keySet())).statuses());
            } catch (RuntimeException | Error e) {
                batch.values().forEach(each -> each.completeExceptionally(e));
            }
            batch = next();
        }
    }

    /** Takes what is wanted off the list; when nothing is, whoever wants something next asks. */
    private synchronized Map<String, CompletableFuture<Optional<Status>>> next() {
        Map<String, CompletableFuture<Optional<Status>>> batch = new LinkedHashMap<>();
        wanted.entrySet().stream()
                .limit(SolanaRpc.MAX_STATUSES)
                .forEach(each -> batch.put(each.getKey(), each.getValue()));
        wanted.keySet().removeAll(batch.keySet());
        asking = !batch.isEmpty();
        return batch;
    }

    private void answer(Map<String, CompletableFuture<Optional<Status>>> batch, List<Optional<Status>> statuses) {
        List<CompletableFuture<Optional<Status>>> answers = new ArrayList<>(batch.values());
        synchronized (this) {
            int index = 0;
            for (String signature : batch.keySet()) {
                seen.put(signature, new Seen(statuses.get(index++), System.nanoTime()));
            }
        }
        for (int index = 0; index < answers.size(); index++) {
            answers.get(index).complete(statuses.get(index));
        }
    }
}
