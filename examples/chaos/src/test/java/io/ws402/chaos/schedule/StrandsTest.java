package io.ws402.chaos.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrandsTest {
    private final SimProcess process = new SimProcess("g1");
    private final Strands strands = new Strands(process);
    private final Promise<String> answer = Promise.promise();
    private final List<String> told = new ArrayList<>();

    private Future<String> asks(String who) {
        return strands.run(() -> {
            told.add(who + " asks");
            String got = strands.await(answer::future);
            told.add(who + " hears " + got);
            return got;
        });
    }

    @Test
    void workThatBlocksGoesOnWhereItsQuestionIsAnsweredOneAfterTheOther() {
        Future<String> one = asks("one");
        Future<String> other = asks("other");
        assertFalse(one.isComplete());

        answer.complete("yes");

        assertEquals("yes", one.result());
        assertEquals("yes", other.result());
        assertEquals(List.of("one asks", "other asks", "one hears yes", "other hears yes"), told);
    }

    @Test
    void aQuestionIsPutOnThePlayersThread() {
        Thread player = Thread.currentThread();
        Future<Thread> asked = strands.run(() -> strands.await(() -> Future.succeededFuture(Thread.currentThread())));

        assertSame(player, asked.result());
    }

    @Test
    void aFailedAnswerIsThrownWhereItWasAskedFor() {
        Future<String> work = asks("one");
        answer.fail(new PortFailure("lost"));

        assertInstanceOf(PortFailure.class, work.cause());
    }

    @Test
    void workOfAProcessThatDiesEndsAndIsNeverAnswered() {
        List<String> ended = new ArrayList<>();
        Future<String> work = strands.run(() -> {
            try {
                return strands.await(answer::future);
            } finally {
                ended.add("ended");
            }
        });

        process.kill();

        assertEquals(List.of("ended"), ended);
        answer.complete("too late");
        assertFalse(work.isComplete());
    }

    @Test
    void nobodyWaitsOutsideOfAPieceOfWork() {
        assertThrows(IllegalStateException.class, () -> strands.await(answer::future));
        assertTrue(told.isEmpty());
    }
}
