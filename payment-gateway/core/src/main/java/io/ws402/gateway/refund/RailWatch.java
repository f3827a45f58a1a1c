package io.ws402.gateway.refund;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.method.AssetTrial;
import io.ws402.gateway.method.MethodRegistry;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.refund.SuspendedAssets.Suspended;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.work.RepeatedPass;
import io.ws402.protocol.money.Asset;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at each rail that refunds are sent on, whether there are any or not: begins to count its sequence numbers, and tries
 * whether its assets can be sent at all. One that can not is suspended for all gateways over the database, until a trial
 * passes again; {@code ws402_gateway_asset_suspended}, by method and asset, is 1 meanwhile. Any number of gateways may do so
 * at once.
 */
public final class RailWatch {
    private static final Logger LOG = LoggerFactory.getLogger(RailWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(15);
    private static final Duration TRIAL_WAIT = Duration.ofSeconds(10);

    private final MethodRegistry methods;
    private final RefundEngine engine;
    private final SuspensionRepository suspensions;
    private final MultiGauge gauges;

    /** Of these methods. */
    public RailWatch(Database database, MethodRegistry methods, RefundEngine engine, MeterRegistry meters) {
        this.methods = methods;
        this.engine = engine;
        this.suspensions = new SuspensionRepository(database.pool());
        this.gauges = MultiGauge.builder("ws402.gateway.asset.suspended")
                .description("1 for each asset that can not be sent to anybody")
                .register(meters);
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
                .transform(looked -> suspensions
                        .list()
                        .onSuccess(this::show)
                        .compose(shown ->
                                looked.succeeded() ? Future.succeededFuture() : Future.failedFuture(looked.cause())));
    }

    private Future<Void> look(PaymentMethod method) {
        List<Asset> assets = method.describe().assets();
        return engine.beginCounting(method.refunds(), assets)
                .compose(counting -> method.collections()
                        .map(rail -> engine.beginCounting(rail, assets))
                        .orElseGet(Future::succeededFuture))
                .compose(counting -> Future.join(
                        assets.stream().map(asset -> attempt(method, asset)).toList()))
                .mapEmpty();
    }

    private Future<Void> attempt(PaymentMethod method, Asset asset) {
        String id = method.describe().id();
        return Future.succeededFuture()
                .compose(now -> method.refunds().trial(asset))
                .timeout(TRIAL_WAIT.toMillis(), TimeUnit.MILLISECONDS)
                // A rail that does not answer shows in its health.
                .otherwise(failure -> new AssetTrial.Unknown())
                .compose(trial -> switch (trial) {
                    case AssetTrial.Fails(String reason) ->
                        suspensions
                                .suspend(id, asset.id(), reason)
                                .onSuccess(news -> {
                                    if (news) {
                                        LOG.warn("{} of {} is suspended: {}", asset.symbol(), id, reason);
                                    }
                                })
                                .mapEmpty();
                    case AssetTrial.Passes passes ->
                        suspensions
                                .lift(id, asset.id())
                                .onSuccess(news -> {
                                    if (news) {
                                        LOG.info("{} of {} can be sent again", asset.symbol(), id);
                                    }
                                })
                                .mapEmpty();
                    case AssetTrial.Unknown unknown -> Future.succeededFuture();
                });
    }

    private void show(List<Suspended> suspended) {
        gauges.register(
                suspended.stream()
                        .map(each -> MultiGauge.Row.of(
                                Tags.of(
                                        "method",
                                        each.method(),
                                        "asset",
                                        each.asset().value()),
                                1))
                        .toList(),
                true);
    }
}
