package io.ws402.server.http;

import io.ws402.protocol.payment.PaymentProvider;
import io.ws402.server.metrics.ServerMetrics;
import io.ws402.server.resource.Offering;
import io.ws402.server.session.SessionEngine;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all event loops of a server share. Everything in it is safe for use from any thread.
 *
 * @param provider whoever quotes and verifies
 * @param gatewayUrl for {@code /status}, or null when the provider has no such thing
 * @param serverId this process, as the gateway knows it
 * @param engine the sessions
 * @param offerings what is sold
 * @param limits what strangers may take up
 * @param policy whom the server believes
 * @param page what payers' browsers are shown
 * @param metrics what is counted
 * @param prometheus renders all metrics as Prometheus text
 * @param sessionIds mints names for sessions
 * @param nanoClock monotonic nanoseconds
 * @param draining whether the server is shutting down and takes nobody new
 */
public record ServerParts(
        PaymentProvider provider,
        @Nullable String gatewayUrl,
        String serverId,
        SessionEngine engine,
        List<Offering> offerings,
        SocketLimits limits,
        WebPolicy policy,
        PagePolicy page,
        ServerMetrics metrics,
        Supplier<String> prometheus,
        Supplier<String> sessionIds,
        LongSupplier nanoClock,
        AtomicBoolean draining) {}
