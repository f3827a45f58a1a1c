package io.ws402.demo.whole;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.demo.system.DemoSystem;
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

/**
 * Tests in JavaScript that Node.js runs against a whole system; each is one of JUnit's. Skipped where there is no Node.js or
 * no chain.
 *
 * @param place the folder in the source tree, with its tests in {@code test/*.test.js}
 * @param what what they are, as it stands in a sentence behind "the"
 */
record NodeSuite(String place, String what) {
    private static final String REPORTER = "examples/interop-0.1";
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int NOT_FOUND = 127;

    /** Runs them all, with files in an empty folder. */
    Stream<DynamicTest> run(DemoSystem.Running system, Path folder) throws IOException {
        assumeTrue(
                system.hasChain(),
                () -> "these pay on chain: " + system.ground().whyNoChain());
        return results(system.endpoints().toJson(), folder).stream().map(NodeSuite::asTest);
    }

    private List<JsonObject> results(JsonObject demo, Path folder) throws IOException {
        Path suite = installed();
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

    private Path installed() {
        try {
            return NodeModules.find(place, what).installed().folder();
        } catch (DevnetException e) {
            assumeTrue(e.reason() != Reason.NODE_MISSING, e.getMessage());
            throw e;
        }
    }

    private static List<String> nodeCommand(Path suite, Path results) throws IOException {
        Path reporter = NodeModules.find(REPORTER, "reporter").folder().resolve("test/support/json-lines.js");
        List<String> command = new ArrayList<>(List.of(
                "node", "--test", "--test-reporter=" + reporter.toUri(), "--test-reporter-destination=" + results));
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
