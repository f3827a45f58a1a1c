package io.ws402.gateway.methods.solana;

import io.ws402.devnet.SolanaDevnet;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SolanaChainExtension.class)
final class SplUsdcConformanceTest extends SolanaConformance {
    SplUsdcConformanceTest(SolanaDevnet devnet) {
        super(new SplUnderTest(devnet, "USDC", devnet.usdc(), devnet.feeToken()));
    }
}
