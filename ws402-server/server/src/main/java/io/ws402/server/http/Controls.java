package io.ws402.server.http;

import io.ws402.protocol.message.ClientMessage;
import io.ws402.protocol.message.Decoding;
import io.ws402.protocol.message.MessageCodec;
import io.ws402.protocol.message.ServerMessage;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.server.session.EndReason;
import io.ws402.server.session.PayerLink;
import io.ws402.server.session.Session;
import io.ws402.server.session.SessionState;
import org.jspecify.annotations.Nullable;

/** Carries out what a payer says in {@code ws402.} messages inside a session; whatever can not be is answered. */
final class Controls {
    private static final String TOKEN = "ws402.token";

    private final ServerParts parts;
    private final Loop loop;
    private final Session session;
    private final PayerLink payer;
    private final String payerAddress;
    private final long sinceNanos;
    // None until the payer asks for it, which most never do.
    private @Nullable AccessTokenRenewal tokens;
    private @Nullable TopUps topUps;

    Controls(ServerParts parts, Loop loop, Session session, PayerLink payer, String payerAddress) {
        this.parts = parts;
        this.loop = loop;
        this.session = session;
        this.payer = payer;
        this.payerAddress = payerAddress;
        this.sinceNanos = parts.nanoClock().getAsLong();
    }

    void handle(String text) {
        switch (MessageCodec.decodeClient(text)) {
            case Decoding.Decoded<ClientMessage>(ClientMessage message) -> handle(message);
            case Decoding.Unknown<ClientMessage>(String type) when type.equals(TOKEN) -> tokens().answer();
            case Decoding.Unknown<ClientMessage>(String type) ->
                refuse(Codes.UNKNOWN_CONTROL, "There is no control " + type + ".");
            case Decoding.Malformed<ClientMessage>(String code, String reason) -> refuse(code, reason);
        }
    }

    private void handle(ClientMessage message) {
        switch (message) {
            case ClientMessage.End() -> session.end(EndReason.CLIENT_ENDED);
            case ClientMessage.Pause() -> pause();
            case ClientMessage.Continue() -> unpause();
            case ClientMessage.QuoteTopUp asked -> topUps().quote(asked);
            case ClientMessage.TopUp(PaymentProof proof) -> topUps().topUp(proof);
            case ClientMessage.Resume _, ClientMessage.Proof _ ->
                refuse("session_open", "This connection has its session already. Use another connection.");
        }
    }

    private AccessTokenRenewal tokens() {
        if (tokens == null) {
            tokens = new AccessTokenRenewal(
                    parts.provider(), loop, session.grant(), payer, parts.nanoClock(), sinceNanos);
        }
        return tokens;
    }

    private TopUps topUps() {
        if (topUps == null) {
            topUps = new TopUps(parts.provider(), loop, session, payer, payerAddress, parts.limits());
        }
        return topUps;
    }

    private void pause() {
        if (session.state() instanceof SessionState.Active) {
            session.pause();
        } else {
            refuse("already_paused", "The session is paused already.");
        }
    }

    private void unpause() {
        if (session.state() instanceof SessionState.Paused) {
            session.unpause();
        } else {
            refuse("not_paused", "The session is not paused.");
        }
    }

    private void refuse(String code, String reason) {
        payer.send(new ServerMessage.ControlError(code, reason));
    }
}
