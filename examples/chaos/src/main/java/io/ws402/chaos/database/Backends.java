package io.ws402.chaos.database;

import io.vertx.core.Future;
import io.ws402.chaos.database.SimStatement.Waiting;
import io.ws402.chaos.schedule.SimClock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The connections of one simulated world, and the statements that wait inside the database. */
final class Backends {
    private final List<Backend> all;
    private final Deque<Backend> free;
    private final SimClock clock;
    private final List<Waiting> waiting = new ArrayList<>();

    Backends(List<Backend> backends, SimClock clock) {
        this.all = backends;
        this.free = new ArrayDeque<>(backends);
        this.clock = clock;
    }

    boolean hasFree() {
        return !free.isEmpty();
    }

    /** One that has no transaction open, and knows what time it is. */
    Backend take() {
        Backend backend = free.pop();
        backend.setClock(clock.databaseNow());
        return backend;
    }

    void give(Backend backend) {
        free.push(backend);
    }

    void waits(Waiting statement) {
        waiting.add(statement);
    }

    /** Lets those go on whose lock has come free; they answer now, in the order in which they began to wait. */
    void goOn() {
        for (Waiting each : List.copyOf(waiting)) {
            Answer answer = each.backend().answerOrWait();
            if (!(answer instanceof Answer.Waits)) {
                waiting.remove(each);
                each.statement().answered(each.backend(), answer);
            }
        }
    }

    /** Rolls back whatever is open, as when a history is broken off: the next one would wait for its locks. */
    void end() {
        Backend.blocking(Future.all(all.stream()
                .filter(each -> !free.contains(each))
                .map(Backend::rolledBack)
                .toList()));
    }

    boolean isWaiting(Backend backend) {
        return waiting.stream().anyMatch(each -> each.backend().equals(backend));
    }
}
