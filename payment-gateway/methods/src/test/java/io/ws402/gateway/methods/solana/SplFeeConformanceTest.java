package io.ws402.gateway.methods.solana;

import io.ws402.devnet.SolanaDevnet;
import java.math.BigInteger;
import org.junit.jupiter.api.extension.ExtendWith;

/** A Token-2022 mint that withholds a fee of every transfer: what counts is what arrives. */
@ExtendWith(SolanaChainExtension.class)
final class SplFeeConformanceTest extends SolanaConformance {
    private static final BigInteger WHOLE = BigInteger.valueOf(10_000);

    SplFeeConformanceTest(SolanaDevnet devnet) {
        super(new SplUnderTest(devnet, "FEET", devnet.feeToken(), devnet.usdc()) {
            @Override
            public BigInteger arrivingOf(BigInteger sent) {
                BigInteger[] fee = sent.multiply(BigInteger.valueOf(SolanaDevnet.FEE_BASIS_POINTS))
                        .divideAndRemainder(WHOLE);
                BigInteger roundedUp = fee[1].signum() == 0 ? fee[0] : fee[0].add(BigInteger.ONE);
                return sent.subtract(roundedUp.min(SolanaDevnet.MAXIMUM_FEE));
            }

            @Override
            BigInteger sentFor(BigInteger units) {
                BigInteger sent = units;
                while (arrivingOf(sent).compareTo(units) < 0) {
                    sent = sent.add(units.subtract(arrivingOf(sent)));
                }
                return sent;
            }
        });
    }
}
