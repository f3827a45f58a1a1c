package io.ws402.server.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ws402.server.metrics.ServerMetrics;
import io.ws402.server.testing.ManualClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes and one folder. */
class JournalLockTest {
    @TempDir
    private Path folder;

    @Test
    void aFolderIsOneProcessesUntilThatIsKilledAndThenItsReadingsAreTheNextOnes()
            throws IOException, InterruptedException {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HolderProcess.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said = holder.inputReader()) {
            StringBuilder all = new StringBuilder();
            String line = said.readLine();
            while (line != null && !line.equals("kept")) {
                all.append(line).append('\n');
                line = said.readLine();
            }
            assertEquals("kept", line, all::toString);
            JournalException refused = assertThrows(JournalException.class, this::open);
            assertTrue(String.valueOf(refused.getMessage()).contains("in use by another server"), refused::getMessage);
        } finally {
            holder.destroyForcibly().waitFor();
        }
        try (Journal next = open()) {
            assertEquals(List.of(Readings.of(1)), next.waiting());
        }
    }

    private Journal open() {
        return Journal.open(
                new JournalOptions(folder, 10), new ServerMetrics(new SimpleMeterRegistry()), new ManualClock());
    }

    /** Holds the folder until it is killed. */
    static final class HolderProcess {
        private HolderProcess() {}

        public static void main(String[] arguments) throws InterruptedException {
            Journal journal = Journal.open(
                    new JournalOptions(Path.of(arguments[0]), 10),
                    new ServerMetrics(new SimpleMeterRegistry()),
                    new ManualClock());
            journal.sending(Readings.of(1));
            journal.write(Duration.ZERO);
            System.out.println("kept");
            Thread.sleep(Duration.ofMinutes(5));
        }
    }
}
