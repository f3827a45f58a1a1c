package io.ws402.devnet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The clients that Solana applications are built on, with the local Solana chain: each test of {@code
 * examples/devnet/solana-clients} is one here. They start chains of their own.
 */
class SolanaClientsTest {
    @TempDir
    private Path temporary;

    @TestFactory
    Stream<DynamicTest> clientsOfSolana() throws IOException {
        NodeTests tests = NodeTests.find("examples/devnet/solana-clients", "suite of Solana clients");
        NodeModules.find().installed();
        return tests.run(temporary, Map.of());
    }
}
