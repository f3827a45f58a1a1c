package io.ws402.gateway.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class GroupedStatementTest {
    private final List<List<Integer>> groups = new ArrayList<>();
    private final List<Promise<List<String>>> underWay = new ArrayList<>();

    private final GroupedStatement<Integer, String> commit = new GroupedStatement<>(3, group -> {
        groups.add(group);
        Promise<List<String>> answer = Promise.promise();
        underWay.add(answer);
        return answer.future();
    });

    /** The oldest group that nobody has answered commits. */
    private void commits() {
        underWay.remove(0)
                .complete(groups.get(groups.size() - underWay.size() - 1).stream()
                        .map(each -> "done " + each)
                        .toList());
    }

    private static PgException refused() {
        return new PgException("duplicate key", "ERROR", "23505", "");
    }

    @Test
    void runsWhatComesAloneAtOnce() {
        Future<String> first = commit.run(1);
        assertEquals(List.of(List.of(1)), groups);
        commits();
        assertEquals("done 1", first.result());
    }

    @Test
    void makesOneGroupOfWhatComesWhileAnotherIsUnderWayInItsOrderAndNoLargerThanAllowed() {
        commit.run(1);
        Future<String> second = commit.run(2);
        commit.run(3);
        commit.run(4);
        Future<String> fifth = commit.run(5);
        assertEquals(List.of(List.of(1)), groups);
        commits();
        assertEquals(List.of(List.of(1), List.of(2, 3, 4)), groups);
        assertFalse(second.isComplete());
        commits();
        assertEquals("done 2", second.result());
        assertEquals(List.of(5), groups.getLast());
        commits();
        assertEquals("done 5", fifth.result());
    }

    @Test
    void runsEachAloneWhenTheDatabaseRefusesThemTogether() {
        commit.run(1);
        Future<String> good = commit.run(2);
        Future<String> bad = commit.run(3);
        commits();
        underWay.removeFirst().fail(refused());
        assertEquals(List.of(List.of(1), List.of(2, 3), List.of(2), List.of(3)), groups);
        underWay.removeFirst().complete(List.of("done 2"));
        underWay.removeFirst().fail(refused());
        assertEquals("done 2", good.result());
        assertEquals("ERROR: duplicate key (23505)", bad.cause().getMessage());
        Future<String> later = commit.run(4);
        Future<String> waits = commit.run(5);
        assertEquals(List.of(4), groups.getLast(), "no more at once than before");
        commits();
        commits();
        assertTrue(later.succeeded() && waits.succeeded());
    }

    @Test
    void runsEachAloneWhenTheWorkOfAGroupThrows() {
        commit.run(1);
        Future<String> good = commit.run(2);
        Future<String> bad = commit.run(3);
        commits();
        underWay.removeFirst().fail(new IllegalStateException("against the books"));
        underWay.removeFirst().complete(List.of("done 2"));
        underWay.removeFirst().fail(new IllegalStateException("against the books"));
        assertEquals("done 2", good.result());
        assertEquals("against the books", bad.cause().getMessage());
    }

    @Test
    void tellsEverybodyOfAConnectionThatWasLost() {
        commit.run(1);
        Future<String> second = commit.run(2);
        Future<String> third = commit.run(3);
        commits();
        underWay.removeFirst().fail(ClosedConnectionException.INSTANCE);
        assertTrue(second.failed() && third.failed());
        assertEquals(2, groups.size(), "nothing is repeated");
    }

    @Test
    void tellsEverybodyOfAFailureThatLeavesOpenWhatWasDoneAndRepeatsNothing() {
        commit.run(1);
        Future<String> second = commit.run(2);
        Future<String> third = commit.run(3);
        commits();
        underWay.removeFirst().fail(new IOException("connection lost"));
        assertEquals("connection lost", second.cause().getMessage());
        assertEquals("connection lost", third.cause().getMessage());
        assertEquals(2, groups.size());
        commit.run(4);
        assertEquals(List.of(4), groups.getLast());
    }

    @Test
    void goesOnAfterAStatementThatIsNeverAnswered() {
        List<Promise<List<String>>> asked = new ArrayList<>();
        GroupedStatement<Integer, String> deaf = new GroupedStatement<>(3, Duration.ofMillis(20), group -> {
            asked.add(Promise.promise());
            return asked.getLast().future();
        });
        Future<String> first = deaf.run(1);
        Future<String> second = deaf.run(2);
        assertInstanceOf(TimeoutException.class, Await.failureOf(first));
        Await.failureOf(second);
        assertEquals(2, asked.size());
        asked.getFirst().complete(List.of("too late"));
        assertTrue(first.failed());
    }

    @Test
    void goesOnAfterAStatementThatCouldNotBeMade() {
        GroupedStatement<Integer, String> broken = new GroupedStatement<>(3, group -> {
            throw new IllegalStateException("no statement");
        });
        assertTrue(broken.run(1).failed());
        assertEquals("no statement", broken.run(2).cause().getMessage());
    }

    @Test
    void answersOnTheContextThatAsked() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            CompletableFuture<Boolean> sameContext = new CompletableFuture<>();
            CompletableFuture<Void> asked = new CompletableFuture<>();
            commit.run(1);
            var context = vertx.getOrCreateContext();
            context.runOnContext(now -> {
                commit.run(2).onComplete(done -> sameContext.complete(context.equals(Vertx.currentContext())));
                asked.complete(null);
            });
            asked.get(10, TimeUnit.SECONDS);
            commits();
            commits();
            assertTrue(sameContext.get(10, TimeUnit.SECONDS));
        } finally {
            Await.of(vertx.close());
        }
    }
}
