package io.ws402.server.http;

import io.vertx.core.Future;
import io.ws402.protocol.message.ClientMessage;
import io.ws402.protocol.message.ServerMessage;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.SessionClaim;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.Verification;
import io.ws402.server.http.FirstMessages.Heard;
import io.ws402.server.http.ProofExchange.Verdict;
import io.ws402.server.resource.Frame;
import io.ws402.server.resource.FrameHandler;
import io.ws402.server.resource.Offering;
import io.ws402.server.session.EndReason;
import io.ws402.server.session.Session;
import io.ws402.server.session.Timed;
import io.ws402.server.socket.PayerSocket;
import io.ws402.server.socket.SocketListener;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One payer's WebSocket, from the handshake to the session: takes one proof or resume token, has it verified, gets the
 * resource ready and starts the session; after that a {@link MeteredSocket} listens in its place. Whatever goes wrong
 * before is answered with a stable code. Confined to its event loop.
 */
final class SessionSocket implements SocketListener {
    private static final Logger LOG = LoggerFactory.getLogger(SessionSocket.class);
    private static final int POLICY_VIOLATION = 1008;

    private final ServerParts parts;
    private final Loop loop;
    private final PayerSocket socket;
    private final Offering offering;
    private final KeptHandshake handshake;
    private final Admission.Ticket ticket;
    private final SocketLink link;
    private final FirstMessages firstMessages = new FirstMessages();
    private final Timed deadline = new Timed() {
        @Override
        protected void due() {
            refuseSocket("first_message_timeout");
        }
    };

    private int dropped;
    private boolean gone;
    private @Nullable ProofExchange exchange;
    private boolean begun;

    SessionSocket(ServerParts parts, Loop loop, Upgraded upgraded, Offering offering, Admission.Ticket ticket) {
        this.parts = parts;
        this.loop = loop;
        this.socket = upgraded.socket();
        this.handshake = upgraded.handshake();
        this.offering = offering;
        this.ticket = ticket;
        this.link = new SocketLink(socket, loop.sessions().ticker(), loop.updates(), parts.limits());
    }

    /** Begins to listen; the first message that means something must come within this time. */
    void start(Duration firstMessageWithin) {
        loop.unpaid().add(this);
        loop.sessions().ticker().wakeAfter(deadline, firstMessageWithin.toNanos());
        socket.listen(this);
    }

    /** The server is shutting down; sessions are handed over elsewhere. */
    void drain() {
        quit();
        link.close(EndReason.SERVER_DRAINING.closeCode(), EndReason.SERVER_DRAINING.code());
    }

    @Override
    public void signOfLife() {
        link.holdWhileCongested();
    }

    @Override
    public void closing(int code, String reason) {
        quit();
    }

    @Override
    public void frame(Frame frame) {
        if (gone) {
            return;
        }
        switch (firstMessages.hear(frame)) {
            case Heard.More() -> {
                // the rest is to come
            }
            case Heard.Noise() -> drop();
            case Heard.Claim(ClientMessage _) when exchange != null -> drop();
            case Heard.Malformed _ when exchange != null -> drop();
            case Heard.Malformed(String code, String reason) -> reject(code, reason, null);
            case Heard.Claim(ClientMessage claim) -> verify(claim);
        }
    }

    private void drop() {
        dropped++;
        if (dropped > parts.limits().droppedMax()) {
            refuseSocket("too_many_messages");
        }
    }

    private void verify(ClientMessage claim) {
        long waitMs = ticket.waitForProofMs();
        if (waitMs > 0) {
            reject(RateGate.CODE, "Too many payments come from your network. This one stays good: wait.", waitMs);
            return;
        }
        if (!parts.engine().takesSessions()) {
            reject(Admission.NO_NEW_SESSIONS, Admission.TRY_ANOTHER + " Your payment stays good.", null);
            return;
        }
        if (!ticket.reserveSession()) {
            reject("server_full", "This server serves as many sessions as it may. Try another.", null);
            return;
        }
        loop.sessions().ticker().forget(deadline);
        boolean resumes = claim instanceof ClientMessage.Resume;
        SessionClaim session = new SessionClaim(parts.sessionIds().get(), parts.serverId(), offering.id());
        Supplier<Future<Verification>> ask = switch (claim) {
            case ClientMessage.Resume(String token) -> () -> parts.provider().resume(token, session);
            case ClientMessage.Proof(PaymentProof proof) ->
                () -> parts.provider().verify(proof, session);
            default -> throw new IllegalArgumentException(claim.type() + " opens no session");
        };
        ProofExchange asking = new ProofExchange(
                loop.vertx(), parts.nanoClock(), ask, !resumes, this::pending, parts.engine()::giveBack);
        exchange = asking;
        long since = parts.nanoClock().getAsLong();
        asking.run(parts.limits().verify()).onSuccess(verdict -> {
            parts.metrics().verified(Duration.ofNanos(parts.nanoClock().getAsLong() - since));
            switch (verdict) {
                case Verdict.Granted(SessionGrant grant, long askedAt) -> granted(grant, askedAt, resumes);
                case Verdict.Refused(String code, String reason, Long retryAfterMs) ->
                    reject(code, reason, retryAfterMs);
            }
        });
    }

    private void pending(Verification.Pending pending) {
        link.send(new ServerMessage.PaymentPending(pending.reason(), pending.retryAfterMs()));
    }

    private void granted(SessionGrant grant, long askedAt, boolean resumes) {
        if (!grant.resourceId().equals(offering.id())) {
            parts.engine().giveBack(grant);
            reject(Codes.RESOURCE_MISMATCH, "The payment is for the resource " + grant.resourceId() + ".", null);
            return;
        }
        ResourceBridge bridge = new ResourceBridge(grant, handshake, link, parts.limits(), ticket::leave);
        loop.when(ResourceOpening.open(loop, offering, bridge, parts.limits().resourceOpen()), opened -> {
            if (opened.failed()) {
                LOG.error("The resource {} did not open", offering.id(), opened.cause());
                bridge.giveUp();
                parts.engine().refund(grant);
                reject("resource_unavailable", "The resource is not available. You get everything back.", null);
            } else if (gone) {
                bridge.giveUp();
                opened.result().closed(EndReason.CONNECTION_LOST.code());
                parts.engine().giveBack(grant);
            } else {
                begin(grant, bridge, opened.result(), askedAt, resumes);
            }
        });
    }

    private void begin(SessionGrant grant, ResourceBridge bridge, FrameHandler handler, long askedAt, boolean resumes) {
        loop.unpaid().remove(this);
        ticket.paid();
        Session session = loop.sessions().open(grant, link, bridge, offering.updateInterval(), askedAt, resumes);
        begun = true;
        Controls controls = new Controls(parts, loop, session, link, ticket.address());
        socket.listen(new MeteredSocket(session, bridge, link, parts.limits(), controls));
        LOG.atInfo()
                .addKeyValue("sessionId", session.id())
                .addKeyValue("paymentId", grant.paymentId())
                .addKeyValue("resourceId", offering.id())
                .addKeyValue("paid", grant.balance())
                .log(resumes ? "Session resumes" : "Session starts");
        bridge.begin(session, handler);
    }

    private void reject(String code, String reason, @Nullable Long retryAfterMs) {
        if (gone) {
            return;
        }
        parts.metrics().paymentRejected(code);
        quit();
        link.send(new ServerMessage.PaymentRejected(reason, code, retryAfterMs));
        link.close(POLICY_VIOLATION, code);
    }

    private void refuseSocket(String code) {
        quit();
        link.close(POLICY_VIOLATION, code);
    }

    @Override
    public void drained() {
        link.drained();
    }

    @Override
    public void violated(int closeCode) {
        EndReason how = EndReason.ofViolation(closeCode);
        quit();
        link.close(how.closeCode(), how.code());
    }

    @Override
    public void gone(int closeCode) {
        link.gone();
        quit();
    }

    /** Nothing comes of this socket any more, unless it has its session. */
    private void quit() {
        gone = true;
        loop.sessions().ticker().forget(deadline);
        loop.unpaid().remove(this);
        if (exchange != null) {
            exchange.cancel();
        }
        if (!begun) {
            ticket.leave();
        }
    }
}
