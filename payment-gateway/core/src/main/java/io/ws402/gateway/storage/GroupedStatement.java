package io.ws402.gateway.storage;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs what is asked for at the same time by one statement, and so by one commit. Nobody waits for company: a request runs
 * at once unless a group is under way, and what comes meanwhile is the next group. Safe from any thread; a future completes
 * on the context that asked.
 *
 * <p>A group that the database refuses, or whose work throws, has changed nothing, and each of it is run alone, so that one
 * request that can not be is no reason to refuse another. A connection that is lost, or silent for a minute, leaves open
 * what was done: that is everybody's failure. Requests are idempotent.
 *
 * @param <Q> what is asked for
 * @param <A> what each is answered
 */
public final class GroupedStatement<Q, A> {
    /** Longer than any statement may take: who has heard nothing by then never will, and others are waiting. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final int largest;
    private final Duration patience;
    private final Function<List<Q>, Future<List<A>>> statement;
    private final Queue<Asked<Q, A>> waiting = new ArrayDeque<>();
    // One group at a time: a statement for twenty costs little more than one for five, and those that wait become
    // twenty. More than one only where a refused group's requests are run alone.
    private int underWay;

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
     * @param statement answers each of a group's requests, in their order; a statement or a transaction, so that it does all or
     *     nothing
     */
    public GroupedStatement(int largest, Function<List<Q>, Future<List<A>>> statement) {
        this(largest, PATIENCE, statement);
    }

    GroupedStatement(int largest, Duration patience, Function<List<Q>, Future<List<A>>> statement) {
        this.largest = largest;
        this.patience = patience;
        this.statement = statement;
    }

    /** Answers from rows that tell by a column {@code number}, from 1 on, whose they are; empty for those that have none. */
    public static <A> List<Optional<A>> byNumber(int requests, RowSet<Row> rows, Function<Row, A> answer) {
        List<Optional<A>> answers = new ArrayList<>(Collections.nCopies(requests, Optional.empty()));
        rows.forEach(row -> answers.set((int) (row.getLong("number") - 1), Optional.of(answer.apply(row))));
        return answers;
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
            if (underWay > 0 || waiting.isEmpty()) {
                return;
            }
            underWay++;
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
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(done -> {
                    answer(group, done);
                    synchronized (waiting) {
                        underWay--;
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
        } else if (group.size() > 1 && isUndone(done.cause())) {
            synchronized (waiting) {
                underWay += group.size();
            }
            group.forEach(each -> run(List.of(each)));
        } else {
            group.forEach(each -> each.fail(done.cause()));
        }
    }

    /** Refused by the database, or given up here; what a connection tells of itself leaves open what was done. */
    private static boolean isUndone(Throwable failure) {
        return failure instanceof PgException
                || (failure instanceof RuntimeException && !(failure instanceof VertxException));
    }
}
