package io.ws402.chaos.database;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import io.ws402.chaos.schedule.Fault;
import io.ws402.chaos.schedule.PortFailure;
import io.ws402.chaos.schedule.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement that a gateway has asked for. */
final class SimStatement extends Task {
    private static final List<Fault> FAULTS =
            List.of(Fault.FAILS, Fault.ANSWER_LOST, Fault.CRASH_BEFORE, Fault.CRASH_AFTER);

    private final SimPool pool;
    private final @Nullable SimTransaction transaction;
    private final String sql;
    private final Tuple parameters;
    private final Promise<RowSet<Row>> promise = Promise.promise();
    private @Nullable Fault fault;

    SimStatement(SimPool pool, @Nullable SimTransaction transaction, String sql, Tuple parameters) {
        super(pool.process(), pool.process().name() + " sql " + SqlNames.of(sql) + " " + Parameters.of(parameters));
        this.pool = pool;
        this.transaction = transaction;
        this.sql = sql;
        this.parameters = parameters;
    }

    Future<RowSet<Row>> future() {
        return promise.future();
    }

    @Override
    public String words() {
        return owner().name() + ": " + SqlNames.of(sql) + " " + Parameters.brief(parameters);
    }

    @Override
    protected List<Fault> faults() {
        return FAULTS;
    }

    @Override
    protected boolean canRun() {
        return (transaction != null && transaction.hasBegun())
                || pool.backends().hasFree();
    }

    @Override
    protected void perform(@Nullable Fault with) {
        fault = with;
        if (with == Fault.FAILS || (transaction != null && transaction.isBroken())) {
            fail();
            return;
        }
        String altered = pool.alter(sql);
        Backend backend = transaction == null ? pool.backends().take() : transaction.backend();
        Answer answer = backend.execute(altered, parameters);
        if (answer instanceof Answer.Waits) {
            pool.backends().waits(new Waiting(backend, this));
        } else {
            answered(backend, answer);
        }
    }

    /** The database has answered, at once or after a wait. */
    void answered(Backend backend, Answer answer) {
        if (transaction == null) {
            pool.backends().give(backend);
        } else if (!owner().isAlive()) {
            transaction.abandon();
        }
        if (!owner().isAlive() || fault == Fault.CRASH_AFTER) {
            return;
        }
        if (fault == Fault.ANSWER_LOST) {
            fail();
            return;
        }
        switch (answer) {
            case Answer.Rows(var rows) -> promise.complete(rows);
            case Answer.Refused(var reason) -> promise.fail(reason);
            case Answer.Waits waits -> throw new IllegalStateException("it still waits");
        }
    }

    private void fail() {
        if (transaction != null) {
            transaction.breakOff();
        }
        promise.fail(new PortFailure("the connection to the database was lost"));
    }

    /** One that waits for a lock inside the database. */
    record Waiting(Backend backend, SimStatement statement) {}
}
