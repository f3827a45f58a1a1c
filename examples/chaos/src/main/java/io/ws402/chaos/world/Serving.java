package io.ws402.chaos.world;

import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.server.pricing.Meter;
import java.math.BigInteger;
import java.util.function.LongSupplier;

/** A session at a server, with the real meter. */
final class Serving {
    private final Purchase purchase;
    private final SessionGrant grant;
    private final Meter meter;
    private long sequence;
    private long renewedAtMs;

    Serving(Purchase purchase, SessionGrant grant, LongSupplier nanoClock, long nowMs) {
        this.purchase = purchase;
        this.grant = grant;
        this.meter = new Meter(grant.plan(), grant.balance().units(), grant.reading(), nanoClock);
        this.sequence = grant.sequence();
        this.renewedAtMs = nowMs;
        meter.start();
    }

    Purchase purchase() {
        return purchase;
    }

    SessionGrant grant() {
        return grant;
    }

    Meter meter() {
        return meter;
    }

    /** A top-up has raised what it may consume. */
    void raise(BigInteger balance) {
        meter.raise(balance);
    }

    long renewedAtMs() {
        return renewedAtMs;
    }

    void renewed(long sentAtMs) {
        renewedAtMs = Math.max(renewedAtMs, sentAtMs);
    }

    /** What a checkpoint carries: what the payer has confirmed by a sign of life. */
    MeterReport checkpoint() {
        return report(meter.confirmed());
    }

    /** The last one. */
    MeterReport last() {
        meter.stop();
        return report(meter.reading());
    }

    private MeterReport report(Reading reading) {
        return new MeterReport(grant.paymentId(), grant.leaseEpoch(), ++sequence, reading, meter.consumed(reading));
    }
}
