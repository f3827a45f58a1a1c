package io.ws402.bench.durable;

import io.ws402.bench.harness.Effort;
import io.ws402.bench.load.LoadGenerator;
import io.ws402.bench.process.Closing;
import io.ws402.bench.process.Cores;
import io.ws402.bench.process.WorkFolder;
import io.ws402.bench.process.Worker;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What benchmarks share: started by the first that needs it and kept for the others, since a PostgreSQL and a gateway take
 * longer to start than most of what is measured at them. Blocking.
 */
public final class Shared implements AutoCloseable {
    private final Closing closing = new Closing();
    private @Nullable Worker load;
    private @Nullable Gateway gateway;

    /**
     * One gateway, and beside it, on the same PostgreSQL, what it is held against.
     *
     * @param stand the gateway with its database
     * @param limit on the core of the gateway
     */
    public record Gateway(DurableStand stand, DurableStand.Limit limit) {}

    /** The load generator, on the cores that are left beside so many programs under measurement. */
    public Worker load(int programs) throws IOException, InterruptedException {
        Worker started = load;
        if (started == null) {
            WorkFolder folder = closing.add(WorkFolder.create());
            started = closing.add(Worker.start(
                    "the load generator",
                    Cores.here().load(programs),
                    LoadGenerator.class,
                    Worker.QUIET,
                    folder.file("load.log")));
            load = started;
        } else {
            Cores.here().moveToLoad(started.program().pid(), programs);
        }
        return started;
    }

    /** The gateway with its limit. */
    public Gateway gateway(Effort effort) throws IOException, InterruptedException {
        Gateway started = gateway;
        if (started == null) {
            DurableStand stand = closing.add(new DurableStand(load(DurableStand.GATEWAYS_MAX), effort));
            started = new Gateway(stand, stand.limit(Cores.here().program(0)));
            gateway = started;
        }
        return started;
    }

    @Override
    public void close() {
        closing.close();
    }
}
