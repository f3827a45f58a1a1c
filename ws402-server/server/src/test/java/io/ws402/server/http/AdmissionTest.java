package io.ws402.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ws402.server.http.Admission.Entry.Admitted;
import io.ws402.server.http.Admission.Entry.Refused;
import io.ws402.server.metrics.ServerMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final ServerMetrics metrics = new ServerMetrics(new SimpleMeterRegistry());

    @Test
    void countsASocketUntilItPaysOrGoesHoweverOftenThatIsSaid() {
        Admission admission = admission(new LimitsBuilder().unpaid(2, 2));
        Admission.Ticket first = enter(admission, "a");
        enter(admission, "b");
        assertEquals(503, refused(admission, "c").status());
        first.paid();
        first.paid();
        first.leave();
        enter(admission, "c");
        assertEquals(503, refused(admission, "d").status());
        assertEquals(2, metrics.unpaidSockets());
    }

    @Test
    void capsEachAddressByItself() {
        Admission admission = admission(new LimitsBuilder().unpaid(10, 1));
        enter(admission, "a");
        assertEquals(429, refused(admission, "a").status());
        assertEquals(429, refused(admission, "a").status());
        enter(admission, "b");
    }

    @Test
    void keepsASessionsPlaceUntilItLeaves() {
        Admission admission = admission(new LimitsBuilder().sessions(1));
        Admission.Ticket first = enter(admission, "a");
        Admission.Ticket second = enter(admission, "b");
        assertTrue(first.reserveSession());
        assertTrue(first.reserveSession());
        first.paid();
        assertTrue(!second.reserveSession());
        first.leave();
        first.leave();
        assertTrue(second.reserveSession());
    }

    @Test
    void neverAdmitsMoreThanTheCapWhoeverRaces() throws InterruptedException, ExecutionException {
        Admission admission = admission(new LimitsBuilder().sessions(100).unpaid(10_000, 10_000));
        AtomicInteger reserved = new AtomicInteger();
        try (ExecutorService racers = Executors.newFixedThreadPool(8)) {
            List<Future<?>> races = new ArrayList<>();
            for (int racer = 0; racer < 8; racer++) {
                races.add(racers.submit(() -> {
                    for (int i = 0; i < 500; i++) {
                        if (admission.enter("a") instanceof Admitted(Admission.Ticket ticket)
                                && ticket.reserveSession()) {
                            reserved.incrementAndGet();
                        }
                    }
                }));
            }
            for (Future<?> race : races) {
                race.get();
            }
        }
        assertEquals(100, reserved.get());
    }

    private Admission admission(LimitsBuilder limits) {
        SocketLimits built = limits.build();
        return new Admission(built, new UnpaidRates(built.rates(), System::nanoTime, metrics), metrics, () -> true);
    }

    private static Admission.Ticket enter(Admission admission, String address) {
        return assertInstanceOf(Admitted.class, admission.enter(address)).ticket();
    }

    private static Refused refused(Admission admission, String address) {
        return assertInstanceOf(Refused.class, admission.enter(address));
    }
}
