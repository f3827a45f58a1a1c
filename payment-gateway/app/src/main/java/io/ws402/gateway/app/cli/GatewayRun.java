package io.ws402.gateway.app.cli;

import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.ws402.gateway.app.Gateway;
import io.ws402.gateway.app.config.ApiKeySecrets;
import io.ws402.gateway.app.config.GatewayConfig;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a gateway in this process until a signal ends it. */
final class GatewayRun {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayRun.class);
    private static final long CLOSE_SECONDS = 60;

    private final GatewayConfig config;
    private final Console console;

    GatewayRun(GatewayConfig config, Console console) {
        this.config = config;
        this.console = console;
    }

    int untilStopped() throws Exception {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Vertx vertx = vertx(meters);
        Gateway gateway;
        try {
            gateway = Gateway.start(vertx, config, meters).await();
        } catch (RuntimeException | Error failure) {
            vertx.close().await();
            throw failure;
        }
        showGeneratedKeys();
        console.say("The payment gateway listens on http://" + config.http().host() + ":" + gateway.port());
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(vertx, gateway, stopped), "ws402-shutdown"));
        stopped.await();
        return ExitCode.DONE;
    }

    private static Vertx vertx(PrometheusMeterRegistry meters) {
        new JvmMemoryMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        MicrometerMetricsOptions metrics = new MicrometerMetricsOptions()
                .setEnabled(true)
                // Ours say more, by operation; these would double them.
                .addDisabledMetricsCategory(MetricsDomain.HTTP_SERVER)
                .addDisabledMetricsCategory(MetricsDomain.NET_CLIENT);
        return Vertx.builder()
                .with(new VertxOptions().setMetricsOptions(metrics).setPreferNativeTransport(true))
                .withMetrics(new MicrometerMetricsFactory(meters))
                .build();
    }

    /** On stdout, this once: they are in no log, and no file. */
    private void showGeneratedKeys() {
        ApiKeySecrets keys = config.keys();
        if (keys.serverIsGenerated()) {
            console.say("GATEWAY_API_KEY=" + keys.server().reveal());
        }
        if (keys.operatorIsGenerated()) {
            console.say("OPERATOR_API_KEY=" + keys.operator().reveal());
        }
    }

    private static void stop(Vertx vertx, Gateway gateway, CountDownLatch stopped) {
        LOG.info("the gateway is being stopped");
        try {
            gateway.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
            vertx.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
            LOG.info("the gateway has stopped");
        } catch (Exception late) {
            LOG.warn("the gateway did not stop in time; the next one goes on where it was: {}", late.toString());
        }
        Main.stopLogs();
        stopped.countDown();
    }
}
