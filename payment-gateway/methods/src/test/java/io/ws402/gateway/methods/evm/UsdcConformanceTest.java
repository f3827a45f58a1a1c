package io.ws402.gateway.methods.evm;

import io.ws402.devnet.AnvilExtension;
import io.ws402.devnet.EvmDevnet;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AnvilExtension.class)
final class UsdcConformanceTest extends EvmConformance {
    UsdcConformanceTest(EvmDevnet devnet) {
        super(new TokenUnderTest(devnet, "USDC", devnet.usdc(), devnet.usdt()) {
            @Override
            public Optional<String> refusingRecipient() {
                String blacklisted = newPayer();
                devnet.usdc().blacklist(blacklisted);
                return Optional.of(blacklisted);
            }
        });
    }
}
