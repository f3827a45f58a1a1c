package io.ws402.server.session;

import static io.ws402.server.session.EndReason.Afterwards.ABANDON;
import static io.ws402.server.session.EndReason.Afterwards.HAND_OVER;
import static io.ws402.server.session.EndReason.Afterwards.RELEASE;
import static io.ws402.server.session.EndReason.Afterwards.SETTLE;

import io.ws402.protocol.payment.Codes;

/**
 * Why a server stopped serving a session, and what becomes of it.
 *
 * <p>The rule for connections: a payer who says that it is over — {@code ws402.end}, or a close frame with 1000, 1001,
 * without a code, or with a code of the application's own (3000 … 4999) — is settled and refunded at once. A connection
 * that was lost (reset, no close frame, a close frame that reports a fault, no sign of life) is released with its last
 * reading: the payer may resume on any server within the resume window, after which the gateway settles at that reading.
 */
public enum EndReason {
    /** The payer sent {@code ws402.end}. */
    CLIENT_ENDED("client_ended", 1000, SETTLE),
    /** The payer closed the WebSocket in order. */
    CLIENT_CLOSED("client_closed", 1000, SETTLE),
    /** Everything that was paid is used. */
    BALANCE_EXHAUSTED("balance_exhausted", 1000, SETTLE),
    /** The plan's maximum duration is reached. */
    MAX_DURATION_REACHED("max_duration_reached", 1000, SETTLE),
    /** The payer paused for longer in all than is allowed. */
    PAUSE_LIMIT_REACHED("pause_limit_reached", 1000, SETTLE),
    /** The resource has no more to give. */
    RESOURCE_ENDED("resource_ended", 1000, SETTLE),
    /** The resource failed, or broke the protocol. */
    RESOURCE_FAILED("resource_failed", 1011, SETTLE),
    /** The service behind the resource closed; the payer hears its close code instead of this one. */
    UPSTREAM_CLOSED("upstream_closed", 1000, SETTLE),
    /** The service behind the resource is lost. */
    UPSTREAM_LOST("upstream_lost", 1011, SETTLE),
    /** The connection vanished. */
    CONNECTION_LOST("connection_lost", 1006, RELEASE),
    /** No sign of life for the idle timeout; charged up to the last one. */
    PEER_SILENT("peer_silent", 1001, RELEASE),
    /** The payer did not read for too long; charged up to the last sign of life. */
    SLOW_READER("slow_reader", 1008, RELEASE),
    /** The payer broke the WebSocket protocol. */
    PROTOCOL_VIOLATION("protocol_violation", 1002, RELEASE),
    /** The payer sent text that is no UTF-8. */
    INVALID_TEXT("invalid_text", 1007, RELEASE),
    /** The payer sent a frame or message larger than is taken. */
    MESSAGE_TOO_BIG("message_too_big", 1009, RELEASE),
    /** This server is shutting down. */
    SERVER_DRAINING("server_draining", 1012, HAND_OVER),
    /** The gateway has not renewed the lease for the outage grace. */
    GATEWAY_OUTAGE("outage", 1012, HAND_OVER),
    /** Another holder has the session. */
    LEASE_LOST("lease_lost", 1008, ABANDON),
    /** The gateway has settled the session. */
    SESSION_OVER("session_over", 1008, ABANDON),
    /** The deposit vanished from its chain. */
    PAYMENT_REVERSED("payment_reversed", 1008, ABANDON),
    /** The gateway does not know the payment. */
    UNKNOWN_PAYMENT("unknown_payment", 1008, ABANDON);

    /** What becomes of a session that this server no longer serves. */
    public enum Afterwards {
        /** Settled with its final reading; the rest is refunded. */
        SETTLE,
        /** Given back with its final reading; nobody is there to be told. */
        RELEASE,
        /** Given back with its final reading; the payer gets the token to resume elsewhere. */
        HAND_OVER,
        /** Nothing: it is not this server's to report on. */
        ABANDON
    }

    private final String code;
    private final int closeCode;
    private final Afterwards afterwards;

    EndReason(String code, int closeCode, Afterwards afterwards) {
        this.code = code;
        this.closeCode = closeCode;
        this.afterwards = afterwards;
    }

    /** The stable, snake_case form for the wire, the log and the metrics. */
    public String code() {
        return code;
    }

    /** The WebSocket close code. */
    public int closeCode() {
        return closeCode;
    }

    /** The close frame that says so. */
    public Goodbye goodbye() {
        return new Goodbye(closeCode, code);
    }

    /** What becomes of the session. */
    public Afterwards afterwards() {
        return afterwards;
    }

    /** Whether the payer is charged only up to the last sign of life, since nobody was there afterwards. */
    public boolean chargedToLastSignOfLife() {
        return this == PEER_SILENT || this == SLOW_READER;
    }

    /** What a checkpoint's answer about a session means; a code that is not known here ends it all the same. */
    public static EndReason ofOver(String code) {
        return switch (code) {
            case Codes.SESSION_OVER -> SESSION_OVER;
            case Codes.PAYMENT_REVERSED -> PAYMENT_REVERSED;
            case Codes.UNKNOWN_PAYMENT -> UNKNOWN_PAYMENT;
            default -> LEASE_LOST;
        };
    }

    /** What a breach of the WebSocket protocol is, by the close code that answers it. */
    public static EndReason ofViolation(int closeCode) {
        return switch (closeCode) {
            case 1007 -> INVALID_TEXT;
            case 1009 -> MESSAGE_TOO_BIG;
            default -> PROTOCOL_VIOLATION;
        };
    }

    /** What a received close frame's code says about the payer's wish. */
    public static EndReason ofCloseFrame(int code) {
        boolean wished = code == 1000 || code == 1001 || code == 1005 || (code >= 3000 && code <= 4999);
        return wished ? CLIENT_CLOSED : CONNECTION_LOST;
    }
}
