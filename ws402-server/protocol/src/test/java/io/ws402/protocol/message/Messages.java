package io.ws402.protocol.message;

import static io.ws402.protocol.Samples.ETH;
import static io.ws402.protocol.Samples.PROOF;
import static io.ws402.protocol.Samples.READING;
import static io.ws402.protocol.Samples.SESSION;
import static io.ws402.protocol.Samples.units;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.Golden;
import io.ws402.protocol.Samples;
import io.ws402.protocol.message.ServerMessage.Refund;
import io.ws402.protocol.payment.Codes;
import java.util.List;
import java.util.stream.Stream;

/** Every message of the WebSocket and its golden file. */
final class Messages {
    private static final ServerMessage.SessionStarted STARTED = new ServerMessage.SessionStarted(
            SESSION,
            units("300000000000007"),
            units("0"),
            units("1000000000000"),
            "ticker",
            ETH,
            "SECRET-resume-token",
            "SECRET-access-token",
            900_000,
            3000,
            null);
    private static final Refund REFUND =
            new Refund(units("297099994999995"), "confirmed", Samples.REFUND.refundId(), Samples.TX_HASH);

    private Messages() {}

    static Stream<Golden<ClientMessage>> client() {
        return Stream.of(
                client("payment_proof", new ClientMessage.Proof(PROOF)),
                client("ws402.resume", new ClientMessage.Resume("SECRET-resume-token")),
                client("ws402.end", new ClientMessage.End()),
                client("ws402.pause", new ClientMessage.Pause()),
                client("ws402.continue", new ClientMessage.Continue()),
                client(
                        "ws402.quote_top_up.amount",
                        new ClientMessage.QuoteTopUp(
                                new ClientMessage.QuoteTopUp.Amount(units("1000000")), "base", "USDC")),
                client(
                        "ws402.quote_top_up.seconds",
                        new ClientMessage.QuoteTopUp(new ClientMessage.QuoteTopUp.Seconds(60), null, null)),
                client("ws402.top_up", new ClientMessage.TopUp(PROOF)));
    }

    static Stream<Golden<ServerMessage>> server() {
        return Stream.of(
                server("session_started", STARTED),
                server("session_started.resumed", resumed()),
                server("payment_pending", new ServerMessage.PaymentPending("3 of 5 confirmations", 2000)),
                server(
                        "payment_rejected",
                        new ServerMessage.PaymentRejected(
                                "another session holds this payment", Codes.ALREADY_CLAIMED, null)),
                server(
                        "payment_rejected.retry",
                        new ServerMessage.PaymentRejected("another server serves it", Codes.LEASE_HELD, 1000L)),
                server(
                        "usage_update",
                        new ServerMessage.UsageUpdate(
                                SESSION, READING, units("2900005000012"), units("297099994999995"))),
                server("balance_low", new ServerMessage.BalanceLow(units("30000000000000"), 30)),
                server("balance_exhausted", new ServerMessage.BalanceExhausted("The balance is used up")),
                server("max_duration_reached", new ServerMessage.MaxDurationReached("The session took 3600 s")),
                server("ws402.session_ended", ended(List.of(REFUND))),
                server("ws402.session_ended.unused", ended(List.of())),
                server(
                        "ws402.session_ended.two_deposits",
                        ended(List.of(REFUND, new Refund(units("5"), "credited", "ref_2", null)))),
                server("ws402.session_ended.two_assets", ended(List.of(REFUND, Refund.of(Samples.FOREIGN_REFUND)))),
                server("ws402.migrate", new ServerMessage.Migrate("SECRET-resume-token")),
                server(
                        "ws402.top_up_quote",
                        new ServerMessage.TopUpQuote(
                                Samples.details().put("claimSecret", "SECRET-claim"), units("300000000000007"))),
                server(
                        "ws402.topped_up",
                        new ServerMessage.ToppedUp(units("1000000"), units("301000007"), units("298000007"), 298)),
                server("ws402.paused", new ServerMessage.Paused(600_000)),
                server("ws402.resumed", new ServerMessage.Resumed()),
                server("ws402.token", new ServerMessage.Token("SECRET-resume-token", "SECRET-access-token", 900_000)),
                server(
                        "ws402.error",
                        new ServerMessage.ControlError(Codes.UNKNOWN_CONTROL, "ws402.dance is not known here")));
    }

    private static ServerMessage resumed() {
        return new ServerMessage.SessionStarted(
                STARTED.sessionId(),
                STARTED.balance(),
                units("7"),
                STARTED.pricePerSecond(),
                STARTED.resourceId(),
                STARTED.asset(),
                STARTED.resumeToken(),
                STARTED.accessToken(),
                STARTED.expiresInMs(),
                STARTED.updateIntervalMs(),
                new ServerMessage.Progress(READING, units("2900005000012")));
    }

    private static ServerMessage ended(List<Refund> refunds) {
        return new ServerMessage.SessionEnded(
                SESSION, "client_end", units("300000000000007"), units("2900005000012"), refunds);
    }

    private static Golden<ClientMessage> client(String name, ClientMessage message) {
        return new Golden<>(
                "client/" + name,
                message,
                value -> new JsonObject(MessageCodec.encode(value)),
                json -> decoded(MessageCodec.decodeClient(json.encode())));
    }

    private static Golden<ServerMessage> server(String name, ServerMessage message) {
        return new Golden<>(
                "server/" + name,
                message,
                value -> new JsonObject(MessageCodec.encode(value)),
                json -> decoded(MessageCodec.decodeServer(json.encode())));
    }

    static <M> M decoded(Decoding<M> decoding) {
        if (decoding instanceof Decoding.Decoded<M>(M message)) {
            return message;
        }
        throw new AssertionError("expected a message, not " + decoding);
    }
}
