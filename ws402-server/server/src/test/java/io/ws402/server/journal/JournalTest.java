package io.ws402.server.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.Reading;
import io.ws402.server.journal.FinalReading.Delivery;
import io.ws402.server.metrics.ServerMetrics;
import io.ws402.server.testing.ManualClock;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal on a real disk, under a manual clock. A process that was killed is one whose files were copied. */
class JournalTest {
    private static final Duration AT_ONCE = Duration.ofMillis(500);

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private int crashes;

    @Test
    void whatIsAnsweredAtOnceIsNeverWritten() throws IOException {
        try (Journal journal = open()) {
            journal.sending(Readings.of(1));
            clock.advanceMillis(499);
            journal.write(AT_ONCE);
            journal.delivered(Readings.of(1));
            clock.advanceMillis(10_000);
            journal.write(AT_ONCE);
            assertEquals(0, Files.size(file()));
            assertEquals(0, counter("ws402.journal.delivered"));
        }
    }

    @Test
    void whatIsNotAnsweredAtOnceIsThereForTheNextProcessWholeAndInEveryFigure() throws IOException {
        try (Journal journal = open()) {
            sent(journal, 1, 2, 3);
            assertEquals(3, gauge("ws402.journal.readings"));
            assertEquals(Set.of(Readings.of(1), Readings.of(2), Readings.of(3)), afterACrash());
        }
    }

    @Test
    void whatWasAnsweredIsNotDeliveredAgain() throws IOException {
        try (Journal journal = open()) {
            sent(journal, 1, 2, 3);
            journal.delivered(Readings.of(1));
            journal.dropped(Readings.of(3), "lease_lost");
            journal.write(AT_ONCE);
            assertEquals(Set.of(Readings.of(2)), afterACrash());
            assertEquals(1, gauge("ws402.journal.readings"));
            assertEquals(1, counter("ws402.journal.delivered"));
            assertEquals(1, dropped("lease_lost"));
        }
    }

    @Test
    void anAnswerCountsOnce() throws IOException {
        try (Journal journal = open()) {
            sent(journal, 1);
            journal.delivered(Readings.of(1));
            journal.delivered(Readings.of(1));
            journal.dropped(Readings.of(1), "given_up");
            journal.write(AT_ONCE);
            assertEquals(0, gauge("ws402.journal.readings"));
            assertEquals(1, counter("ws402.journal.delivered"));
        }
    }

    @Test
    void closingWritesDownWhatStillWaits() throws IOException {
        Journal journal = open();
        journal.sending(Readings.of(1));
        journal.close();
        journal.close();
        try (Journal next = open()) {
            assertEquals(List.of(Readings.of(1)), next.waiting());
        }
    }

    @Test
    void aTornEndIsDroppedWhereverItWasTornAndTheRestIsKept() throws IOException {
        try (Journal journal = open()) {
            sent(journal, 1);
            sent(journal, 2);
        }
        byte[] whole = Files.readAllBytes(file());
        int first = new String(whole, StandardCharsets.US_ASCII).indexOf('\n') + 1;
        for (int length = first + 1; length < whole.length - 1; length += 11) {
            Files.write(file(), Arrays.copyOf(whole, length));
            try (Journal journal = open()) {
                assertEquals(List.of(Readings.of(1)), journal.waiting(), "torn at " + length);
                sent(journal, 4);
            }
            // What comes after a torn end must not become part of it.
            try (Journal journal = open()) {
                assertEquals(Set.of(Readings.of(1), Readings.of(4)), new HashSet<>(journal.waiting()));
            }
        }
        assertTrue(dropped("unreadable") > 0);
    }

    @Test
    void aLineThatTheDiskChangedIsDroppedAndTheRestIsKept() throws IOException {
        try (Journal journal = open()) {
            sent(journal, 1, 2, 3);
        }
        byte[] whole = Files.readAllBytes(file());
        for (int at = 0; at < whole.length; at += 13) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            Files.write(file(), changed);
            try (Journal journal = open()) {
                Set<FinalReading> read = new HashSet<>(journal.waiting());
                assertTrue(
                        Set.of(Readings.of(1), Readings.of(2), Readings.of(3)).containsAll(read), "byte " + at);
                assertTrue(read.size() >= 1 && read.size() <= 2, "byte " + at + ": " + read);
            }
        }
    }

    @Test
    void aFolderIsOneJournalsAtATime() throws IOException {
        try (Journal first = open()) {
            JournalException refused = assertThrows(JournalException.class, this::open);
            assertTrue(String.valueOf(refused.getMessage()).contains("in use by another server"), refused::getMessage);
            sent(first, 1);
        }
        open().close();
    }

    @Test
    void aFolderThatCanNotBeUsedIsRefusedInASentence() throws IOException {
        Files.writeString(folder.resolve("journal"), "a file");
        JournalException refused = assertThrows(JournalException.class, this::open);
        assertTrue(String.valueOf(refused.getMessage()).contains("journal can not be used"), refused::getMessage);
        assertTrue(String.valueOf(refused.getMessage()).contains("WS402_JOURNAL_FOLDER"), refused::getMessage);
        Files.delete(folder.resolve("journal"));
        // Something else than our file under its name.
        Files.createDirectories(file());
        assertThrows(JournalException.class, this::open);
        Files.delete(file());
        open().close();
    }

    @Test
    void onlyTheOwnerReadsIt() throws IOException {
        try (Journal journal = open()) {
            sent(journal, 1);
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())));
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        }
    }

    @Test
    void isFullWhileAsManyWaitAsMay() throws IOException {
        try (Journal journal = open(2)) {
            journal.sending(Readings.of(1));
            journal.sending(Readings.of(2));
            assertFalse(journal.isFull(), "a gateway that answers fills nothing");
            sent(journal, 3);
            assertTrue(journal.isFull());
            assertEquals(1, gauge("ws402.journal.full"));
            assertEquals(3, afterACrash().size(), "what is under way is kept all the same");
            journal.delivered(Readings.of(1));
            journal.delivered(Readings.of(2));
            assertFalse(journal.isFull());
        }
        try (Journal next = open(1)) {
            assertTrue(next.isFull());
        }
    }

    @Test
    void withoutAFolderItIsFullAllTheSame() throws IOException {
        try (Journal journal = Journal.open(new JournalOptions(null, 1), new ServerMetrics(registry), clock)) {
            sent(journal, 1);
            assertTrue(journal.isFull());
            journal.delivered(Readings.of(1));
            assertFalse(journal.isFull());
        }
    }

    @Test
    void doesNotKeepWhatNobodyElseCouldDeliver() throws IOException {
        try (Journal journal = open()) {
            MeterReport ofAGatewayOf01 = new MeterReport("pay_1", 0, 1, Reading.ZERO, BigInteger.ONE);
            FinalReading reading = Readings.of(1);
            journal.sending(new FinalReading(
                    Delivery.SETTLE, reading.serverId(), ofAGatewayOf01, "end", BigInteger.ZERO, reading.asset()));
            clock.advanceMillis(1_000);
            journal.write(AT_ONCE);
            assertEquals(0, Files.size(file()));
        }
    }

    @Test
    void itsFileDoesNotGrowWithWhatWasAnswered() throws IOException {
        try (Journal journal = open()) {
            sent(journal, 0);
            for (int round = 1; round < 40; round++) {
                int[] some = IntStream.range(round * 100, round * 100 + 100).toArray();
                sent(journal, some);
                for (int one : some) {
                    journal.delivered(Readings.of(one));
                }
                journal.write(AT_ONCE);
                assertTrue(Files.size(file()) < 400_000, "round " + round + ": " + Files.size(file()));
            }
            assertEquals(Set.of(Readings.of(0)), afterACrash());
        }
    }

    @Test
    void losesNothingWhenEventLoopsAndItsOwnThreadRace() throws Exception {
        try (Journal journal = Journal.open(
                        new JournalOptions(folder.resolve("journal"), 1_000_000),
                        new ServerMetrics(registry),
                        System::nanoTime);
                ExecutorService loops = Executors.newFixedThreadPool(4)) {
            List<Future<?>> work = new ArrayList<>();
            for (int loop = 0; loop < 4; loop++) {
                int first = loop * 1_000;
                work.add(loops.submit(() -> {
                    for (int i = first; i < first + 1_000; i++) {
                        journal.sending(Readings.of(i));
                        if (i % 10 != 0) {
                            journal.delivered(Readings.of(i));
                        }
                    }
                }));
            }
            while (work.stream().anyMatch(one -> !one.isDone())) {
                journal.write(Duration.ZERO);
            }
            for (Future<?> one : work) {
                one.get();
            }
            journal.write(Duration.ZERO);
            journal.write(Duration.ZERO);
            Set<FinalReading> left = new HashSet<>();
            IntStream.range(0, 400).forEach(i -> left.add(Readings.of(i * 10)));
            assertEquals(400, gauge("ws402.journal.readings"));
            assertEquals(left, afterACrash());
        }
    }

    private void sent(Journal journal, int... numbers) {
        for (int number : numbers) {
            journal.sending(Readings.of(number));
        }
        clock.advanceMillis(500);
        journal.write(AT_ONCE);
    }

    private Journal open() {
        return open(10_000);
    }

    private Journal open(int readingsMax) {
        return Journal.open(
                new JournalOptions(folder.resolve("journal"), readingsMax), new ServerMetrics(registry), clock);
    }

    private Path file() {
        return folder.resolve("journal/final-readings");
    }

    /** What the next process finds if this one is killed now. */
    private Set<FinalReading> afterACrash() throws IOException {
        Path copy = Files.createDirectories(folder.resolve("crash-" + crashes++));
        Files.copy(file(), copy.resolve("final-readings"));
        try (Journal next =
                Journal.open(new JournalOptions(copy, 10_000), new ServerMetrics(new SimpleMeterRegistry()), clock)) {
            return new HashSet<>(next.waiting());
        }
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    private double counter(String name) {
        return registry.get(name).counter().count();
    }

    private double dropped(String code) {
        return registry.get("ws402.journal.dropped").tag("code", code).counter().count();
    }
}
