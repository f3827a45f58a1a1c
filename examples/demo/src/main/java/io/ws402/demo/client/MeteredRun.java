package io.ws402.demo.client;

import io.vertx.core.json.JsonObject;
import io.ws402.demo.client.Opening.Result.Failed;
import io.ws402.demo.client.Opening.Result.Opened;
import io.ws402.demo.wallet.Payment;
import io.ws402.demo.wallet.PaymentTerms;
import io.ws402.demo.wallet.Wallet;
import io.ws402.protocol.message.ServerMessage;
import io.ws402.protocol.message.ServerMessage.SessionStarted;
import io.ws402.protocol.message.ServerMessage.UsageUpdate;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.payment.SessionStatus;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A session from its start to its refund, over as many connections as it takes. */
final class MeteredRun {
    private static final int NORMAL_CLOSE = 1000;

    private final SessionRun.Tools tools;
    private final ClientOptions options;
    private final SessionOrder order;
    private final SessionListener listener;
    private final PaymentTerms terms;
    private final Payment payment;
    private final Fleet fleet;
    private final Opening opening;
    private final LiveSession live;
    private final Tokens tokens;
    private final ToppingUp toppingUp;
    private final long startedNanos = System.nanoTime();

    private Opened connection;
    private Reading reading;
    private BigInteger balance;
    private BigInteger consumed;
    private @Nullable String endReason;
    private ServerMessage.@Nullable SessionEnded ended;
    private boolean draining;
    private int interruptions;

    MeteredRun(
            SessionRun.Tools tools,
            SessionOrder order,
            Wallet wallet,
            SessionListener listener,
            Negotiation.Result.Agreed agreed,
            Payment payment,
            Fleet fleet,
            Opening opening,
            Opened connection) {
        this.tools = tools;
        this.options = tools.options();
        this.order = order;
        this.listener = listener;
        this.terms = agreed.terms();
        this.payment = payment;
        this.fleet = fleet;
        this.opening = opening;
        this.connection = connection;
        SessionStarted started = connection.started();
        this.live = new LiveSession(started.sessionId(), connection.socket());
        this.tokens = new Tokens(started);
        this.toppingUp =
                new ToppingUp(order, wallet, agreed, listener, live, started.pricePerSecond(), System::nanoTime);
        // A claim secret may have taken up a session that had already run.
        ServerMessage.Progress progress = started.progress();
        this.reading = progress == null ? Reading.ZERO : progress.reading();
        this.consumed = progress == null ? BigInteger.ZERO : progress.consumed();
        this.balance = started.balance();
    }

    SessionOutcome run() throws InterruptedException {
        try {
            listener.started(live, connection.started());
            Optional<String> interruption = stream();
            while (interruption.isPresent() && resume(interruption.get())) {
                interruption = stream();
            }
            return conclusion(interruption);
        } finally {
            live.socket().close();
        }
    }

    /** Reads until the session is over (empty), or the connection is of no more use (why). */
    private Optional<String> stream() throws InterruptedException {
        SessionSocket socket = live.socket();
        Deadlines deadlines =
                new Deadlines(options, order, startedNanos, connection.started().updateIntervalMs());
        while (true) {
            SocketEvent event = socket.next(deadlines.untilNext());
            switch (event) {
                case SocketEvent.Message(ServerMessage message) -> {
                    Optional<String> interruption = heard(message);
                    if (ended != null || interruption.isPresent()) {
                        return interruption;
                    }
                }
                case SocketEvent.Text(String data) -> listener.text(data);
                case SocketEvent.Binary(var data) -> listener.binary(data);
                case SocketEvent.Closed(int code, String reason) -> {
                    boolean over = deadlines.ending() || endReason != null || code == NORMAL_CLOSE;
                    return over
                            ? Optional.empty()
                            : Optional.of(
                                    "the connection was lost (" + code + (reason.isEmpty() ? "" : " " + reason) + ")");
                }
                case SocketEvent.Woken woken -> toppingUp.proceed();
                case SocketEvent.EndWanted wish -> deadlines.end(socket);
                case SocketEvent.Silence silence -> {
                    if (deadlines.ending()) {
                        return Optional.empty();
                    }
                    if (!deadlines.stayIsOver()) {
                        return Optional.of("the server fell silent");
                    }
                    deadlines.end(socket);
                }
            }
            if (!(event instanceof SocketEvent.Silence)) {
                deadlines.signOfLife();
            }
        }
    }

    /** Takes a message in; says so when it means that this connection ends while the session does not. */
    private Optional<String> heard(ServerMessage message) {
        switch (message) {
            case UsageUpdate update -> {
                reading = update.reading();
                consumed = update.consumedAmount();
                listener.usage(update);
                toppingUp.usage(update);
            }
            case ServerMessage.BalanceExhausted exhausted -> endReason = exhausted.type();
            case ServerMessage.MaxDurationReached reached -> endReason = reached.type();
            case ServerMessage.SessionEnded end -> {
                ended = end;
                listener.ended(end);
            }
            case ServerMessage.Token token -> tokens.replace(token);
            case ServerMessage.TopUpQuote(JsonObject details, var worth) -> toppingUp.quoted(details);
            case ServerMessage.ToppedUp topUp -> {
                balance = topUp.balance();
                toppingUp.toppedUp();
                listener.toppedUp(topUp);
            }
            case ServerMessage.ControlError error -> toppingUp.refused(error);
            case ServerMessage.Migrate(String token) -> {
                tokens.replaceResume(token);
                draining = true;
                return Optional.of("the server is draining");
            }
            default -> {
                // Nothing that this payer asked for, or acts upon.
            }
        }
        return Optional.empty();
    }

    private boolean resume(String why) throws InterruptedException {
        live.socket().close();
        String token = tokens.resume();
        if (token == null || options.resume().isZero()) {
            return false;
        }
        listener.interrupted(why);
        List<ResourceAddress> servers =
                draining ? fleet.awayFrom(connection.server()) : fleet.from(connection.server());
        draining = false;
        return switch (opening.run(servers, token, options.resume())) {
            case Failed failed -> false;
            case Opened opened -> {
                interruptions++;
                connection = opened;
                tokens.replace(opened.started());
                live.moveTo(opened.socket());
                listener.resumed(opened.server().server(), opened.started());
                toppingUp.resumed();
                yield true;
            }
        };
    }

    private SessionOutcome conclusion(Optional<String> interruption) throws InterruptedException {
        RefundWatch watch = new RefundWatch(tools.http(), fleet.from(connection.server()), listener);
        if (ended != null) {
            ended.refunds().forEach(watch::show);
        }
        String accessToken = tokens.access();
        Optional<SessionStatus> view =
                accessToken == null ? Optional.empty() : watch.follow(live.sessionId(), accessToken, options.refund());
        SessionSummary summary = summary(view, receipt(accessToken));
        boolean known = ended != null || view.map(RefundWatch::isOver).orElse(interruption.isEmpty());
        return known
                ? new SessionOutcome.Ended(summary)
                : new SessionOutcome.Lost(
                        summary,
                        interruption.orElse("the server did not say how the session ended")
                                + "; what was not used is refunded by the gateway");
    }

    private @Nullable ReceiptOutcome receipt(@Nullable String accessToken) throws InterruptedException {
        ReceiptOrder wanted = order.receipt();
        if (wanted == null) {
            return null;
        }
        if (accessToken == null) {
            return new ReceiptOutcome.None(
                    "receipts_not_offered", "a server of WS402 0.1 hands out no signed receipts");
        }
        ReceiptWatch.Seen seen = new ReceiptWatch.Seen(
                live.sessionId(),
                order.resource().resourceId(),
                ended == null ? balance : ended.paid(),
                ended == null ? null : ended.consumed(),
                payment.txId());
        return new ReceiptWatch(tools.http(), fleet.from(connection.server()), wanted)
                .follow(seen, accessToken, options.refund());
    }

    private SessionSummary summary(Optional<SessionStatus> view, @Nullable ReceiptOutcome receipt) {
        if (view.isPresent()) {
            SessionStatus status = view.get();
            return summary(
                    status.paymentId(),
                    status.paid(),
                    status.consumed(),
                    status.reading(),
                    status.endReason() == null ? endReason : status.endReason(),
                    RefundWatch.refunds(status),
                    receipt);
        }
        Asset asset = terms.amount().asset();
        if (ended != null) {
            return summary(
                    null,
                    new Money(asset, ended.paid()),
                    new Money(asset, ended.consumed()),
                    reading,
                    ended.reason(),
                    ended.refunds(),
                    receipt);
        }
        return summary(
                null, new Money(asset, balance), new Money(asset, consumed), reading, endReason, List.of(), receipt);
    }

    private SessionSummary summary(
            @Nullable String paymentId,
            Money paid,
            Money used,
            Reading read,
            @Nullable String reason,
            List<ServerMessage.Refund> refunds,
            @Nullable ReceiptOutcome receipt) {
        return new SessionSummary(
                live.sessionId(),
                paymentId,
                terms.offer(),
                payment,
                paid,
                used,
                read,
                reason == null ? "connection_lost" : reason,
                refunds,
                receipt,
                interruptions);
    }
}
