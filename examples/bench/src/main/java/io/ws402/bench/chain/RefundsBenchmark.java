package io.ws402.bench.chain;

import io.ws402.bench.harness.Benchmark;
import io.ws402.bench.harness.Effort;
import io.ws402.bench.harness.NotHereException;
import io.ws402.bench.harness.Side;
import io.ws402.bench.harness.Stand;
import io.ws402.devnet.DevnetException;
import java.io.IOException;
import java.util.List;

/** Refunds on the local chain, half of them coins and half of them tokens, beside as many bare transfers. */
public final class RefundsBenchmark implements Benchmark {
    private static final int REFUNDS = 1_000;

    @Override
    public String name() {
        return "refunds";
    }

    @Override
    public String about() {
        return "payments on a local EVM chain verified, settled and refunded, half in coins and half in tokens";
    }

    @Override
    public Stand stand(Effort effort) throws IOException, InterruptedException {
        int refunds = Math.max(2, effort.of(REFUNDS));
        ChainStand stand;
        try {
            stand = new ChainStand();
        } catch (DevnetException lacking) {
            if (lacking.reason() == DevnetException.Reason.CALL_FAILED) {
                throw lacking;
            }
            throw new NotHereException(String.valueOf(lacking.getMessage()), lacking);
        }
        return new Stand() {
            @Override
            public List<Side> sides() {
                return List.of(
                        new Side("ours", () -> stand.refund(refunds)),
                        new Side("bare transfers of coins", () -> stand.transfer(refunds)));
            }

            @Override
            public List<String> notes() {
                return stand.notes();
            }

            @Override
            public void close() {
                stand.close();
            }
        };
    }
}
