package io.ws402.devnet;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ws402.devnet.DevnetException.Reason;
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
 * Tests in JavaScript, in a folder of the source tree with its own packages: each becomes one of JUnit. Without Node.js
 * they are skipped.
 */
public record NodeTests(Path folder, String tests) {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int NOT_FOUND = 127;

    /**
     * The tests in {@code test/} of a folder, their packages installed.
     *
     * @param what what they are, as it stands in a sentence behind "the"
     */
    public static NodeTests find(String place, String what) {
        return find(place, "test", what);
    }

    /**
     * The tests in a folder of a folder, their packages installed.
     *
     * @param tests where they are in {@code place}
     * @param what what they are, as it stands in a sentence behind "the"
     */
    public static NodeTests find(String place, String tests, String what) {
        try {
            return new NodeTests(NodeModules.find(place, what).installed().folder(), tests);
        } catch (DevnetException e) {
            assumeTrue(e.reason() != Reason.NODE_MISSING, e.getMessage());
            throw e;
        }
    }

    /**
     * Runs those in {@code *.test.js}.
     *
     * @param temporary an empty folder
     * @param environment what the tests are told
     */
    public Stream<DynamicTest> run(Path temporary, Map<String, String> environment) throws IOException {
        Path results = temporary.resolve("results.jsonl");
        Path log = temporary.resolve("node.log");
        try (OwnedProcess node = OwnedProcess.start(command(results), environment, EndSignal.TERM, log)) {
            assertTrue(node.awaitEnd(LIMIT), () -> "no end in sight of\n" + text(log));
            assumeTrue(node.exitStatus() != NOT_FOUND, "'node' is not found; ./ws402 doctor says how to get it");
        }
        List<String> lines = text(results).lines().toList();
        assertFalse(lines.isEmpty(), () -> text(log));
        ObjectMapper json = new ObjectMapper();
        List<DynamicTest> tests = new ArrayList<>();
        for (String line : lines) {
            tests.add(asTest(json.readTree(line)));
        }
        return tests.stream();
    }

    private List<String> command(Path results) throws IOException {
        Path reporter = NodeModules.find().folder().resolve("json-lines.mjs");
        List<String> command = new ArrayList<>(List.of(
                "node", "--test", "--test-reporter=" + reporter.toUri(), "--test-reporter-destination=" + results));
        try (Stream<Path> files = Files.list(folder.resolve(tests))) {
            files.map(Path::toString).filter(file -> file.endsWith(".test.js")).forEach(command::add);
        }
        return command;
    }

    private static DynamicTest asTest(JsonNode result) {
        String name = result.required("name").asText();
        return DynamicTest.dynamicTest(name, () -> {
            assumeTrue(!result.has("skipped"), () -> result.path("skipped").asText());
            if (result.has("failure")) {
                fail(name + ": " + result.path("failure").asText());
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
