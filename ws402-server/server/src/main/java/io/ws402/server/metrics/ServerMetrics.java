package io.ws402.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.math.BigInteger;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * The meters of one server process. In Prometheus text: {@code ws402_sessions_active}, {@code ws402_sessions_closing},
 * {@code ws402_unpaid_sockets}, {@code ws402_sessions_total{reason}}, {@code ws402_payments_rejected_total{code}},
 * {@code ws402_requests_refused_total{kind}}, {@code ws402_verify_seconds}, {@code ws402_checkpoint_seconds{outcome}}, {@code ws402_settle_seconds},
 * {@code ws402_settle_retries_total}, {@code ws402_release_retries_total}, {@code ws402_reports_lost_total},
 * {@code ws402_session_bytes_total}, {@code ws402_session_messages_total}, {@code ws402_journal_readings},
 * {@code ws402_journal_full}, {@code ws402_journal_delivered_total}, {@code ws402_journal_dropped_total{code}},
 * {@code ws402_unpaid_sessions_total{code}}, {@code ws402_unpaid_units_total{asset}}. Safe for use from any thread.
 */
public final class ServerMetrics {
    private final MeterRegistry registry;
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger closing = new AtomicInteger();
    private final AtomicInteger unpaid = new AtomicInteger();
    private final Timer verify;
    private final Timer settle;
    private final Counter settleRetries;
    private final Counter releaseRetries;
    private final Counter reportsLost;
    private final Counter bytes;
    private final Counter messages;
    private final Counter journalDelivered;

    /** Registers the meters. */
    public ServerMetrics(MeterRegistry registry) {
        this.registry = registry;
        gauge("ws402.sessions.active", active, "Sessions that are served or paused");
        gauge("ws402.sessions.closing", closing, "Sessions whose last reading the gateway has not answered yet");
        gauge("ws402.unpaid.sockets", unpaid, "WebSockets without a session yet");
        verify = timer("ws402.verify", "From a proof to the gateway's answer, retries included");
        settle = timer("ws402.settle", "From the end of a session to the gateway's answer, retries included");
        settleRetries = counter("ws402.settle.retries", "Settles sent again because the gateway did not answer");
        releaseRetries = counter("ws402.release.retries", "Releases sent again because the gateway did not answer");
        reportsLost = counter("ws402.reports.lost", "Final readings given up; their sessions settle at a checkpoint");
        bytes = counter("ws402.session.bytes", "Application payload of ended sessions, both directions");
        messages = counter("ws402.session.messages", "Application messages of ended sessions, both directions");
        journalDelivered = counter("ws402.journal.delivered", "Final readings delivered late, by this process");
    }

    /** A session started. */
    public void sessionStarted() {
        active.incrementAndGet();
    }

    /** A session stopped being served, after so much traffic on this server. */
    public void sessionClosing(String reason, long sessionBytes, long sessionMessages) {
        active.decrementAndGet();
        closing.incrementAndGet();
        registry.counter("ws402.sessions", "reason", reason).increment();
        bytes.increment((double) sessionBytes);
        messages.increment((double) sessionMessages);
    }

    /** Nothing is left to do for a session. */
    public void sessionEnded() {
        closing.decrementAndGet();
    }

    /** A socket without a session came. */
    public void socketOpened() {
        unpaid.incrementAndGet();
    }

    /** A socket without a session went, or got one. */
    public void socketLeft() {
        unpaid.decrementAndGet();
    }

    /** A proof or token was refused. */
    public void paymentRejected(String code) {
        registry.counter("ws402.payments.rejected", "code", code).increment();
    }

    /** Somebody who has not paid was refused for asking too often, or for being one too many. */
    public void refused(String kind) {
        registry.counter("ws402.requests.refused", "kind", kind).increment();
    }

    /** A proof was answered. */
    public void verified(Duration took) {
        verify.record(took);
    }

    /** A checkpoint of all sessions was answered, or not. */
    public void checkpoint(Duration took, boolean recorded) {
        Timer.builder("ws402.checkpoint")
                .description("One checkpoint of all sessions")
                .tag("outcome", recorded ? "recorded" : "unavailable")
                .register(registry)
                .record(took);
    }

    /** A settle was answered. */
    public void settled(Duration took) {
        settle.record(took);
    }

    /** A settle is sent again. */
    public void settleRetried() {
        settleRetries.increment();
    }

    /** A release is sent again. */
    public void releaseRetried() {
        releaseRetries.increment();
    }

    /** A final reading was given up. */
    public void reportLost() {
        reportsLost.increment();
    }

    /** Shows how many final readings the journal keeps, and whether it is full. */
    public void journal(IntSupplier readings, BooleanSupplier full) {
        Gauge.builder("ws402.journal.readings", readings::getAsInt)
                .description("Final readings that wait for the gateway")
                .register(registry);
        Gauge.builder("ws402.journal.full", () -> full.getAsBoolean() ? 1 : 0)
                .description("1 while no sessions are started, since their final readings might not be kept")
                .register(registry);
    }

    /** The gateway took a final reading that was kept. */
    public void journalDelivered() {
        journalDelivered.increment();
    }

    /** Nothing comes of a final reading that was kept. */
    public void journalDropped(String code) {
        registry.counter("ws402.journal.dropped", "code", code).increment();
    }

    /** A session was served for so many smallest units more than are paid for. */
    public void unpaid(String code, String asset, BigInteger units) {
        registry.counter("ws402.unpaid.sessions", "code", code).increment();
        registry.counter("ws402.unpaid.units", "asset", asset).increment(units.doubleValue());
    }

    /** Sessions that are served or paused. */
    public int activeSessions() {
        return active.get();
    }

    /** Sessions that wait for the gateway's last answer. */
    public int closingSessions() {
        return closing.get();
    }

    /** WebSockets without a session. */
    public int unpaidSockets() {
        return unpaid.get();
    }

    private void gauge(String name, AtomicInteger value, String description) {
        Gauge.builder(name, value, AtomicInteger::get).description(description).register(registry);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name).description(description).register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
