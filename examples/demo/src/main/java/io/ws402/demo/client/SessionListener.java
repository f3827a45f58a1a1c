package io.ws402.demo.client;

import io.vertx.core.buffer.Buffer;
import io.ws402.demo.wallet.Payment;
import io.ws402.demo.wallet.PaymentTerms;
import io.ws402.protocol.message.Schema;
import io.ws402.protocol.message.ServerMessage.Refund;
import io.ws402.protocol.message.ServerMessage.SessionEnded;
import io.ws402.protocol.message.ServerMessage.SessionStarted;
import io.ws402.protocol.message.ServerMessage.ToppedUp;
import io.ws402.protocol.message.ServerMessage.UsageUpdate;
import java.net.URI;

/** Is told what happens, in order, on the thread that runs the session. What it throws ends the session's run. */
public interface SessionListener {
    /** A listener that listens to nothing. */
    SessionListener NONE = new SessionListener() {};

    /** The schema is read and an offer chosen; {@code terms} are about to be paid. */
    default void quoted(Schema schema, PaymentTerms terms) {}

    /** The payment left the wallet. */
    default void paid(Payment payment) {}

    /** The payment is seen but not final enough yet, or the session can not be taken up yet. */
    default void pending(String reason) {}

    /** The session runs; {@code session} may be used from any thread. */
    default void started(LiveSession session, SessionStarted started) {}

    /** The meter moved. */
    default void usage(UsageUpdate update) {}

    /** More was paid in. */
    default void toppedUp(ToppedUp topUp) {}

    /** The resource said something. */
    default void text(String data) {}

    /** The resource said something. */
    default void binary(Buffer data) {}

    /** The connection was lost, or the server asked to go elsewhere; the session is about to be taken up. */
    default void interrupted(String reason) {}

    /** The session goes on, at {@code server}. */
    default void resumed(URI server, SessionStarted started) {}

    /** The server has divided the money. */
    default void ended(SessionEnded ended) {}

    /** The refund has come to another state. */
    default void refund(Refund refund) {}
}
