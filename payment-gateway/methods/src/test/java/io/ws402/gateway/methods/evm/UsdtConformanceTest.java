package io.ws402.gateway.methods.evm;

import io.ws402.devnet.AnvilExtension;
import io.ws402.devnet.EvmDevnet;
import org.junit.jupiter.api.extension.ExtendWith;

/** A token whose transfers return nothing, unlike the standard says. */
@ExtendWith(AnvilExtension.class)
final class UsdtConformanceTest extends EvmConformance {
    UsdtConformanceTest(EvmDevnet devnet) {
        super(new TokenUnderTest(devnet, "USDT", devnet.usdt(), devnet.usdc()));
    }
}
