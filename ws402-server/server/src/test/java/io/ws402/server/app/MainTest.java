package io.ws402.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ws402.server.journal.Journal;
import io.ws402.server.journal.JournalOptions;
import io.ws402.server.metrics.ServerMetrics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command line without a process of its own. */
class MainTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void checksTheConfigurationAndExits() {
        assertEquals(ExitCode.DONE, run(Map.of("GATEWAY_API_KEY", "key"), "--check-config"));
        assertTrue(out.toString().contains("good"), out::toString);
    }

    @Test
    void saysWhatIsRoundedMuchAndThatItCanBeUsed() throws IOException {
        Path file = Files.writeString(folder.resolve("server.yaml"), """
                rates: [{ asset: CREDIT, decimals: 0, rate: 1 }, { asset: USDC, decimals: 6, rate: 1 }]
                resources: [{ id: a, resource: echo, price: { asset: USDC, perSecond: "1.5" } }]
                """);
        assertEquals(
                ExitCode.DONE, run(Map.of("GATEWAY_API_KEY", "key"), "--check-config", "--config", file.toString()));
        assertTrue(out.toString().contains("Warning: a: the price of a second in CREDIT is rounded"), out::toString);
        assertTrue(out.toString().contains("good"), out::toString);
    }

    @Test
    void saysWhatIsMissing() {
        assertEquals(ExitCode.CONFIGURATION, run(Map.of(), "--check-config"));
        assertTrue(err.toString().contains("GATEWAY_API_KEY"), err::toString);
        assertFalse(err.toString().contains("\tat "), err::toString);
    }

    @Test
    void saysThatAFileIsNotThere() {
        assertEquals(ExitCode.CONFIGURATION, run(Map.of("GATEWAY_API_KEY", "key"), "--config", "no-such-file.yaml"));
        assertTrue(err.toString().contains("no-such-file.yaml"), err::toString);
    }

    @Test
    void saysThatAnOptionIsUnknown() {
        assertEquals(ExitCode.USAGE, run(Map.of(), "--dance"));
        assertEquals(ExitCode.USAGE, run(Map.of(), "--port", "many"));
        assertTrue(err.toString().contains("--help"), err::toString);
    }

    @Test
    void documentsItsExitCodes() {
        assertEquals(ExitCode.DONE, run(Map.of(), "--help"));
        assertTrue(out.toString().contains("78  the configuration is wrong"), out::toString);
    }

    @Test
    void saysThatThePortIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int exitCode = run(journal(folder), "--host", "127.0.0.1", "--port", "" + taken.getLocalPort());
            assertEquals(ExitCode.UNAVAILABLE, exitCode, err::toString);
            assertTrue(err.toString().contains("port " + taken.getLocalPort()), err::toString);
            assertTrue(err.toString().contains("in use"), err::toString);
        }
    }

    @Test
    void saysThatTheJournalFolderIsInUseOrCanNotBeUsed() throws IOException {
        Path taken = folder.resolve("taken");
        try (Journal other = Journal.open(
                new JournalOptions(taken, 1), new ServerMetrics(new SimpleMeterRegistry()), System::nanoTime)) {
            assertEquals(ExitCode.UNAVAILABLE, run(journal(taken), "--port", "0"), err::toString);
            assertTrue(err.toString().contains(taken + " is in use by another server"), err::toString);
            assertTrue(err.toString().contains("WS402_JOURNAL_FOLDER"), err::toString);
            assertFalse(other.isFull());
        }
        Path noFolder = Files.writeString(folder.resolve("file"), "");
        assertEquals(ExitCode.UNAVAILABLE, run(journal(noFolder), "--port", "0"), err::toString);
        assertTrue(err.toString().contains(noFolder + " can not be used"), err::toString);
        assertFalse(err.toString().contains("\tat "), err::toString);
    }

    private static Map<String, String> journal(Path at) {
        return Map.of("GATEWAY_API_KEY", "key", "WS402_JOURNAL_FOLDER", at.toString());
    }

    private int run(Map<String, String> environment, String... arguments) {
        CommandLine line = Main.commandLine(new ServerCommand(environment))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
