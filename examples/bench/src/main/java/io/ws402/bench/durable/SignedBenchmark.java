package io.ws402.bench.durable;

import io.ws402.bench.harness.Benchmark;
import io.ws402.bench.harness.Effort;
import io.ws402.bench.harness.Side;
import io.ws402.bench.harness.Stand;
import java.io.IOException;
import java.util.List;

/**
 * What a payment method would cost at the least that has to recover the signer of each proof. No method that ships does:
 * the chain itself has checked the signatures of what it shows.
 */
public final class SignedBenchmark implements Benchmark {
    private static final int PAYMENTS = 20_000;

    private final Shared shared;

    /** At the limit of this gateway. */
    public SignedBenchmark(Shared shared) {
        this.shared = shared;
    }

    @Override
    public String name() {
        return "verify-signed";
    }

    @Override
    public String about() {
        return "the limit of verify with a secp256k1 recovery for each request; no method of ours needs one yet";
    }

    @Override
    public Stand stand(Effort effort) throws IOException, InterruptedException {
        DurableStand stand = shared.gateway(effort).stand();
        DurableStand.Limit limit = shared.gateway(effort).limit();
        int payments = effort.of(PAYMENTS);
        stand.verifyAt(limit, GroupCommitServer.SIGNED, payments);
        return new Stand() {
            @Override
            public List<Side> sides() {
                return List.of(
                        new Side("with recovery", () -> stand.verifyAt(limit, GroupCommitServer.SIGNED, payments)),
                        new Side("group commit without", () -> stand.verifyAt(limit, "/", payments)));
            }

            @Override
            public void close() {
                // others go on with the gateway
            }
        };
    }
}
