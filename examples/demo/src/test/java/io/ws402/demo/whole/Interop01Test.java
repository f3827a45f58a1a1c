package io.ws402.demo.whole;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.devnet.DevnetException;
import io.ws402.devnet.DevnetException.Reason;
import io.ws402.devnet.NodeModules;
import io.ws402.gateway.process.OwnedProcess;
import io.ws402.gateway.process.OwnedProcess.EndSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A client, a payment provider and a gateway of WS402 0.1, in JavaScript, with the whole system: each test of {@code
 * examples/interop-0.1} is one here. The system is their own, since they leave payments behind that nobody refunds.
 */
@ResourceLock("the whole system")
class Interop01Test {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int NOT_FOUND = 127;

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> peersOf01() throws Exception {
        try (WholeSystem whole = WholeSystem.start()) {
            assumeTrue(
                    whole.running().hasChain(),
                    () -> "0.1 pays on chain: " + whole.running().ground().whyNoChain());
            return results(whole.running().endpoints().toJson()).stream().map(Interop01Test::asTest);
        }
    }

    private List<JsonObject> results(JsonObject demo) throws IOException {
        Path suite = suite();
        Path document = Files.writeString(folder.resolve("demo.json"), demo.encode());
        Path results = folder.resolve("results.jsonl");
        Path log = folder.resolve("node.log");
        Map<String, String> environment =
                Map.of("WS402_DEMO", document.toString(), "WS402_SERVER", new JsonArray(serverCommand()).encode());
        try (OwnedProcess node = OwnedProcess.start(nodeCommand(suite, results), environment, EndSignal.TERM, log)) {
            assertTrue(node.awaitEnd(LIMIT), () -> "no end in sight of\n" + text(log));
            assumeTrue(node.exitStatus() != NOT_FOUND, "'node' is not found; ./ws402 doctor says how to get it");
        }
        List<JsonObject> tests = text(results).lines().map(JsonObject::new).toList();
        assertFalse(tests.isEmpty(), () -> text(log));
        return tests;
    }

    private static Path suite() {
        try {
            return NodeModules.find("examples/interop-0.1", "suite of 0.1 peers")
                    .installed()
                    .folder();
        } catch (DevnetException e) {
            assumeTrue(e.reason() != Reason.NODE_MISSING, e.getMessage());
            throw e;
        }
    }

    private static List<String> nodeCommand(Path suite, Path results) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "node",
                "--test",
                "--test-reporter=" + suite.resolve("test/support/json-lines.js").toUri(),
                "--test-reporter-destination=" + results));
        try (Stream<Path> files = Files.list(suite.resolve("test"))) {
            files.map(Path::toString).filter(file -> file.endsWith(".test.js")).forEach(command::add);
        }
        return command;
    }

    /** What starts a server of ours; its options follow. */
    private static List<String> serverCommand() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "io.ws402.server.app.Main");
    }

    private static DynamicTest asTest(JsonObject result) {
        String name = result.getString("name");
        return DynamicTest.dynamicTest(name, () -> {
            assumeTrue(!result.containsKey("skipped"), () -> result.getString("skipped"));
            if (result.containsKey("failure")) {
                fail(name + ": " + result.getString("failure"));
            }
        });
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return file + ": " + e;
        }
    }
}
