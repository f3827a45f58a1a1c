package io.ws402.server.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ws402.server.metrics.ServerMetrics;
import io.ws402.server.testing.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes no more: the kernel's limit on the size of a process's files refuses the write as a full disk does. */
class FullDiskTest {
    private static final int READINGS = 200;

    @TempDir
    private Path folder;

    @Test
    void takesNoNewSessionsWhileTheDiskIsFullAndLosesNothing() throws IOException, InterruptedException {
        Path bash = Path.of("/bin/bash");
        assumeTrue(Files.isExecutable(bash), "there is no bash");
        Process limited = new ProcessBuilder(
                        bash.toString(),
                        "-c",
                        // In blocks of 1024 bytes: room for some of the readings.
                        "ulimit -f 20 && exec \"$@\"",
                        "bash",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Limited.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(limited.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, limited.waitFor(), said);
        List<String> lines = said.lines().filter(line -> line.startsWith("> ")).toList();
        assertEquals(List.of("> full false", "> full true", "> full true", "> full false"), lines, said);
        try (Journal next = Journal.open(
                new JournalOptions(folder, READINGS),
                new ServerMetrics(new SimpleMeterRegistry()),
                new ManualClock())) {
            assertEquals(List.of(Readings.of(0)), next.waiting());
        }
    }

    /** What runs under the limit. */
    static final class Limited {
        private Limited() {}

        public static void main(String[] arguments) throws IOException {
            ManualClock clock = new ManualClock();
            JournalOptions options = new JournalOptions(Path.of(arguments[0]), READINGS * 2);
            Journal journal = Journal.open(options, new ServerMetrics(new SimpleMeterRegistry()), clock);
            say(journal);
            for (int number = 0; number < READINGS; number++) {
                journal.sending(Readings.of(number));
            }
            clock.advanceMillis(500);
            journal.write(Duration.ZERO);
            say(journal);
            clock.advanceMillis(2_000);
            journal.write(Duration.ZERO);
            say(journal);
            // The gateway is back and takes all but one.
            for (int number = 1; number < READINGS; number++) {
                journal.delivered(Readings.of(number));
            }
            clock.advanceMillis(2_000);
            journal.write(Duration.ZERO);
            say(journal);
            journal.close();
        }

        private static void say(Journal journal) {
            System.out.println("> full " + journal.isFull());
        }
    }
}
