package io.ws402.demo.whole;

import java.nio.file.Path;
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
    private static final NodeSuite SUITE = new NodeSuite("examples/interop-0.1", "suite of 0.1 peers");

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> peersOf01() throws Exception {
        try (WholeSystem whole = WholeSystem.start()) {
            return SUITE.run(whole.running(), folder);
        }
    }
}
