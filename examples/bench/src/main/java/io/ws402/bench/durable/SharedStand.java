package io.ws402.bench.durable;

import io.ws402.bench.harness.Effort;
import io.ws402.bench.process.Closing;
import io.ws402.bench.process.Cores;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A gateway and its limit, started by the first benchmark that needs them and kept for the others, since a PostgreSQL and a
 * gateway take longer to start than most of what is measured at them.
 */
public final class SharedStand implements AutoCloseable {
    private final Closing closing = new Closing();
    private @Nullable Gateway started;

    /**
     * One gateway, and beside it, on the same PostgreSQL, what it is held against.
     *
     * @param stand the gateway with its database and the load generator
     * @param limit on the core of the gateway
     */
    public record Gateway(DurableStand stand, DurableStand.Limit limit) {}

    /** Starts it, when nobody has yet. Blocking. */
    public Gateway get(Effort effort) throws IOException, InterruptedException {
        Gateway gateway = started;
        if (gateway == null) {
            DurableStand stand = closing.add(new DurableStand(effort));
            gateway = new Gateway(stand, stand.limit(Cores.here().program(0)));
            started = gateway;
        }
        return gateway;
    }

    @Override
    public void close() {
        closing.close();
    }
}
