package io.ws402.gateway.storage;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs what is asked for at the same time by one statement, and so by one commit. Nobody waits for company: a request runs
 * at once as long as few groups are under way, and what comes meanwhile is the next group. Safe from any thread; a future
 * completes on the context that asked.
 *
 * <p>A group that the database refuses has changed nothing, and each of it is run alone, so that one request that can not be
 * is no reason to refuse another. Any other failure leaves open what was done, and is everybody's. Requests are idempotent.
 *
 * @param <Q> what is asked for
 * @param <A> what each is answered
 */
public final class GroupCommit<Q, A> {
    private final int largest;
    private final Function<List<Q>, Future<List<A>>> statement;
    private final Queue<Asked<Q, A>> waiting = new ArrayDeque<>();
    private int free;

    private record Asked<Q, A>(
            Q request, Promise<A> answer, @Nullable Context context) {
        void complete(A result) {
            run(() -> answer.complete(result));
        }

        void fail(Throwable failure) {
            run(() -> answer.fail(failure));
        }

        private void run(Runnable completion) {
            if (context == null) {
                completion.run();
            } else {
                context.runOnContext(nothing -> completion.run());
            }
        }
    }

    /**
     * A statement for many requests.
     *
     * @param largest the most requests in a group
     * @param underWay the most groups at the same time
     * @param statement answers each of a group's requests, in their order
     */
    public GroupCommit(int largest, int underWay, Function<List<Q>, Future<List<A>>> statement) {
        this.largest = largest;
        this.free = underWay;
        this.statement = statement;
    }

    /** Asks for one more. */
    public Future<A> run(Q request) {
        Promise<A> answer = Promise.promise();
        synchronized (waiting) {
            waiting.add(new Asked<>(request, answer, Vertx.currentContext()));
        }
        next();
        return answer.future();
    }

    private void next() {
        List<Asked<Q, A>> group = new ArrayList<>();
        synchronized (waiting) {
            if (free < 1 || waiting.isEmpty()) {
                return;
            }
            free--;
            while (group.size() < largest && !waiting.isEmpty()) {
                group.add(waiting.remove());
            }
        }
        run(group);
    }

    private void run(List<Asked<Q, A>> group) {
        Future.succeededFuture()
                .compose(now ->
                        statement.apply(group.stream().map(Asked::request).toList()))
                .onComplete(done -> {
                    answer(group, done);
                    synchronized (waiting) {
                        free++;
                    }
                    next();
                });
    }

    private void answer(List<Asked<Q, A>> group, AsyncResult<List<A>> done) {
        if (done.succeeded()) {
            List<A> answers = done.result();
            for (int i = 0; i < group.size(); i++) {
                group.get(i).complete(answers.get(i));
            }
        } else if (group.size() > 1 && done.cause() instanceof PgException) {
            synchronized (waiting) {
                free -= group.size();
            }
            group.forEach(each -> run(List.of(each)));
        } else {
            group.forEach(each -> each.fail(done.cause()));
        }
    }
}
