package io.ws402.demo.whole;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Payers on {@code @solana/web3.js} who follow the {@code @solana/pay} address, with the whole system: each test of {@code
 * examples/devnet/solana-clients/whole} is one here.
 */
@ResourceLock("the whole system")
@ExtendWith(WholeSystem.Extension.class)
class SolanaPayClientTest {
    private static final NodeSuite SUITE =
            new NodeSuite("examples/devnet/solana-clients", "whole", "suite of Solana payers");

    private final WholeSystem whole;

    @TempDir
    private Path folder;

    SolanaPayClientTest(WholeSystem whole) {
        this.whole = whole;
    }

    @TestFactory
    Stream<DynamicTest> payersOnSolana() throws Exception {
        return SUITE.run(whole.running(), folder);
    }
}
