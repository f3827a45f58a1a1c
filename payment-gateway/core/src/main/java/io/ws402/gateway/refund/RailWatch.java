package io.ws402.gateway.refund;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.method.MethodRegistry;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.work.RepeatedPass;
import java.time.Duration;

/** Looks at each rail that refunds are sent on, whether there are any or not. Any number of gateways may do so at once. */
public final class RailWatch {
    private static final Duration PAUSE = Duration.ofSeconds(15);

    private final MethodRegistry methods;
    private final RefundEngine engine;

    /** Of these methods. */
    public RailWatch(MethodRegistry methods, RefundEngine engine) {
        this.methods = methods;
        this.engine = engine;
    }

    /** Runs it from now on, until it is stopped. */
    public RepeatedPass start(Vertx vertx) {
        RepeatedPass repeated = new RepeatedPass(vertx, "watch of the rails", PAUSE, () -> pass().map(false));
        repeated.start();
        return repeated;
    }

    /** Looks once at every rail that is up. */
    public Future<Void> pass() {
        return Future.join(methods.all().stream()
                        .filter(method -> methods.isUp(method.describe().id()))
                        .map(this::look)
                        .toList())
                .mapEmpty();
    }

    private Future<Void> look(PaymentMethod method) {
        return engine.beginCounting(method.refunds(), method.describe().assets());
    }
}
