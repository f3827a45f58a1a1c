package io.ws402.server.session;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.ws402.protocol.message.ServerMessage;
import io.ws402.protocol.message.ServerMessage.SessionEnded;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.SettleOutcome;
import io.ws402.server.journal.FinalReading;
import io.ws402.server.journal.FinalReading.Delivery;
import io.ws402.server.session.EndReason.Afterwards;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a session from its last reading to its end. Called once for each session, when {@code Active → Closing} has
 * succeeded. What the payer is told at once does not wait for the gateway; what needs its answer waits a bounded time.
 */
final class SessionCloser {
    private static final Logger LOG = LoggerFactory.getLogger(SessionCloser.class);

    private final Context context;
    private final Settler settler;
    private final LeaseReleaser releaser;
    private final Losses losses;
    private final String serverId;
    private final Duration answerWait;

    SessionCloser(
            Context context,
            Settler settler,
            LeaseReleaser releaser,
            Losses losses,
            String serverId,
            Duration answerWait) {
        this.context = context;
        this.losses = losses;
        this.serverId = serverId;
        this.settler = settler;
        this.releaser = releaser;
        this.answerWait = answerWait;
    }

    void close(Session session, EndReason reason, MeterReport last) {
        LOG.atInfo()
                .addKeyValue("sessionId", session.id())
                .addKeyValue("paymentId", last.paymentId())
                .addKeyValue("reason", reason.code())
                .addKeyValue("paid", session.balance())
                .addKeyValue("consumed", last.consumed())
                .addKeyValue("elapsedMs", last.reading().elapsedMs())
                .log("Session closes");
        switch (afterwards(session, reason)) {
            case SETTLE -> settle(session, reason, last);
            case RELEASE -> {
                releaser.release(reading(session, reason, last, Delivery.RELEASE));
                session.payer().close(reason.closeCode(), reason.code());
                session.finish();
            }
            case HAND_OVER -> handOver(session, reason, last);
            case ABANDON -> {
                losses.note(reading(session, reason, last, Delivery.SETTLE), reason.code());
                tellEnd(session, ended(session, reason, last));
                session.finish();
            }
        }
    }

    /** A gateway of WS402 0.1 knows no leases, so that nobody could take the session up again. */
    private static Afterwards afterwards(Session session, EndReason reason) {
        boolean resumable = session.grant().leaseEpoch() > 0;
        return resumable || reason.afterwards() == Afterwards.ABANDON ? reason.afterwards() : Afterwards.SETTLE;
    }

    private FinalReading reading(Session session, EndReason reason, MeterReport last, Delivery delivery) {
        AssetId asset = session.grant().balance().asset().id();
        return new FinalReading(delivery, serverId, last, reason.code(), session.recorded(), asset);
    }

    private void settle(Session session, EndReason reason, MeterReport last) {
        PayerLink payer = session.payer();
        payer.send(session.usage());
        if (reason == EndReason.BALANCE_EXHAUSTED) {
            payer.send(new ServerMessage.BalanceExhausted("Everything that was paid is used"));
        } else if (reason == EndReason.MAX_DURATION_REACHED) {
            payer.send(new ServerMessage.MaxDurationReached("The maximum duration of this session is reached"));
        }
        var answer = settler.settle(reading(session, reason, last, Delivery.SETTLE));
        answer.timeout(answerWait.toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(onLoop(done -> tellEnd(session, ended(session, reason, last, done))));
        answer.onComplete(onLoop(done -> session.finish()));
    }

    private void handOver(Session session, EndReason reason, MeterReport last) {
        session.payer().send(session.usage());
        var released = releaser.release(reading(session, reason, last, Delivery.RELEASE));
        if (reason == EndReason.GATEWAY_OUTAGE) {
            // The gateway does not answer: the lease is given back when it does, the payer need not wait for it.
            migrate(session, reason);
            return;
        }
        released.timeout(answerWait.toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(onLoop(done -> migrate(session, reason)));
    }

    private static void migrate(Session session, EndReason reason) {
        String token = session.grant().resumeToken();
        if (token != null) {
            session.payer().send(new ServerMessage.Migrate(token));
        }
        session.payer().close(reason.closeCode(), reason.code());
        session.finish();
    }

    private static void tellEnd(Session session, SessionEnded ended) {
        session.payer().send(ended);
        session.payer().close(session.goodbye().code(), session.goodbye().reason());
    }

    private static SessionEnded ended(
            Session session, EndReason reason, MeterReport last, AsyncResult<SettleOutcome> answer) {
        if (answer.succeeded()) {
            switch (answer.result()) {
                case SettleOutcome.Settled(var settlement) -> {
                    return SessionEnded.of(session.id(), reason.code(), settlement);
                }
                case SettleOutcome.Refused(String code, String why) ->
                    LOG.atWarn()
                            .addKeyValue("sessionId", session.id())
                            .addKeyValue("paymentId", last.paymentId())
                            .addKeyValue("code", code)
                            .log("The gateway did not settle: {}", why);
                case SettleOutcome.Unavailable(String _) -> {
                    // said by the settler
                }
            }
        }
        return ended(session, reason, last);
    }

    /** Without the gateway's answer: what we know, and no refund that we could name. */
    private static SessionEnded ended(Session session, EndReason reason, MeterReport last) {
        return new SessionEnded(session.id(), reason.code(), session.balance(), last.consumed(), List.of());
    }

    private <T> io.vertx.core.Handler<AsyncResult<T>> onLoop(io.vertx.core.Handler<AsyncResult<T>> handler) {
        return done -> context.runOnContext(nothing -> handler.handle(done));
    }
}
