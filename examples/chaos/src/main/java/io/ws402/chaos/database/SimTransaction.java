package io.ws402.chaos.database;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import io.ws402.chaos.schedule.PortFailure;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of a gateway. It takes a connection with its first statement, and gives it back at its end: committed,
 * rolled back, broken off by a fault, or abandoned by a process that died.
 */
final class SimTransaction implements Transaction {
    private final SimPool pool;
    private @Nullable Backend backend;
    private boolean broken;
    private boolean ended;

    SimTransaction(SimPool pool) {
        this.pool = pool;
        pool.process().onDeath(this::abandonUnlessWaiting);
    }

    boolean hasBegun() {
        return backend != null;
    }

    boolean isBroken() {
        return broken;
    }

    Backend backend() {
        Backend mine = backend;
        if (mine == null) {
            mine = pool.backends().take();
            mine.begin();
            backend = mine;
        }
        return mine;
    }

    /** The connection is lost: the database rolls back what was not committed. */
    void breakOff() {
        broken = true;
        abandon();
    }

    /** Rolls back and gives the connection back. */
    void abandon() {
        Backend mine = backend;
        if (mine != null && !ended) {
            mine.rollback();
            ended(mine);
        }
    }

    private void ended(Backend mine) {
        ended = true;
        backend = null;
        pool.backends().give(mine);
    }

    private void abandonUnlessWaiting() {
        Backend mine = backend;
        // One whose statement still waits for a lock is rolled back when that has come to its end.
        if (mine != null && !pool.backends().isWaiting(mine)) {
            abandon();
        }
    }

    @Override
    public Future<Void> commit() {
        return end("COMMIT");
    }

    @Override
    public Future<Void> rollback() {
        return broken ? Future.succeededFuture() : end("ROLLBACK");
    }

    private Future<Void> end(String how) {
        if (broken) {
            return Future.failedFuture(new PortFailure("the connection to the database was lost"));
        }
        if (backend == null) {
            return Future.succeededFuture();
        }
        SimStatement last = new SimStatement(pool, this, how, Tuple.tuple());
        pool.schedule(last);
        Promise<Void> done = Promise.promise();
        last.future().onComplete((rows, failure) -> {
            Backend mine = backend;
            if (mine != null && !ended) {
                ended(mine);
            }
            if (failure == null) {
                done.complete();
            } else {
                done.fail(failure);
            }
        });
        return done.future();
    }

    @Override
    public Future<Void> completion() {
        throw new UnsupportedOperationException("nobody asks for it");
    }
}
