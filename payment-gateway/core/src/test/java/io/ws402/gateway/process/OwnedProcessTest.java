package io.ws402.gateway.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.gateway.process.OwnedProcess.EndSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnedProcessTest {
    private static final Duration AMPLE = Duration.ofSeconds(60);

    @TempDir
    Path temporary;

    @Test
    void tellsTheExitStatusAndKeepsTheOutputOfACommandThatEnds() throws IOException {
        try (OwnedProcess process = start(EndSignal.TERM, "echo out; echo err >&2; exit 7")) {
            assertTrue(process.awaitEnd(AMPLE));
            assertEquals(7, process.exitStatus());
            assertEquals("out\nerr\n", Files.readString(log()));
        }
    }

    @Test
    void endsTheChildItselfWithItsSignal() throws IOException {
        OwnedProcess process =
                start(EndSignal.TERM, "trap 'echo told; exit 3' TERM; echo ready; " + "while :; do sleep 0.01; done");
        ProcessHandle child = ProcessHandle.of(process.pid()).orElseThrow();
        awaitLog("ready");
        assertTrue(process.end(AMPLE));
        assertFalse(child.isAlive());
        assertEquals(3, process.exitStatus());
        assertTrue(Files.readString(log()).contains("told"));
        process.close();
    }

    @Test
    void killsAChildThatDoesNotListen() throws IOException {
        OwnedProcess process = start(EndSignal.TERM, "trap '' TERM; echo ready; while :; do sleep 0.01; done");
        ProcessHandle child = ProcessHandle.of(process.pid()).orElseThrow();
        awaitLog("ready");
        assertFalse(process.end(Duration.ofMillis(200)));
        child.onExit().join();
        assertFalse(process.isAlive());
    }

    @Test
    void doesNotHandItsEnvironmentOn() throws IOException {
        try (OwnedProcess process = OwnedProcess.start(List.of("env"), Map.of("GIVEN", "yes"), EndSignal.TERM, log())) {
            assertTrue(process.awaitEnd(AMPLE));
            List<String> names = Files.readAllLines(log()).stream()
                    .map(line -> line.split("=", 2)[0])
                    .filter(name -> !List.of("PWD", "SHLVL", "OLDPWD", "_").contains(name))
                    .sorted()
                    .toList();
            assertEquals(List.of("GIVEN", "HOME", "LC_ALL", "PATH"), names);
        }
    }

    private OwnedProcess start(EndSignal signal, String script) throws IOException {
        return OwnedProcess.start(List.of("sh", "-c", script), Map.of(), signal, log());
    }

    private void awaitLog(String text) throws IOException {
        while (!Files.readString(log()).contains(text)) {
            Thread.onSpinWait();
        }
    }

    private Path log() {
        return temporary.resolve("log");
    }
}
