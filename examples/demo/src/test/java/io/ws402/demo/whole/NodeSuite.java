package io.ws402.demo.whole;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonArray;
import io.ws402.demo.system.DemoSystem;
import io.ws402.devnet.NodeTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Tests in JavaScript that Node.js runs against a whole system; each is one of JUnit's. Skipped where there is no Node.js or
 * no chain.
 *
 * @param place the folder in the source tree
 * @param tests the folder in it with the tests, {@code *.test.js}
 * @param what what they are, as it stands in a sentence behind "the"
 */
record NodeSuite(String place, String tests, String what) {
    /** Of tests in {@code test/}. */
    NodeSuite(String place, String what) {
        this(place, "test", what);
    }

    /** Runs them all, with files in an empty folder. */
    Stream<DynamicTest> run(DemoSystem.Running system, Path folder) throws IOException {
        assumeTrue(
                system.hasChain(),
                () -> "these pay on chain: " + system.ground().whyNoChain());
        Path document = Files.writeString(
                folder.resolve("demo.json"), system.endpoints().toJson().encode());
        return NodeTests.find(place, tests, what)
                .run(
                        folder,
                        Map.of(
                                "WS402_DEMO",
                                document.toString(),
                                "WS402_SERVER",
                                new JsonArray(serverCommand()).encode()));
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
}
