package io.ws402.demo.cli;

import io.vertx.core.buffer.Buffer;
import io.ws402.demo.client.LiveSession;
import io.ws402.demo.client.SessionListener;
import io.ws402.demo.wallet.Payment;
import io.ws402.demo.wallet.PaymentTerms;
import io.ws402.protocol.message.Schema;
import io.ws402.protocol.message.ServerMessage.Refund;
import io.ws402.protocol.message.ServerMessage.SessionEnded;
import io.ws402.protocol.message.ServerMessage.SessionStarted;
import io.ws402.protocol.message.ServerMessage.ToppedUp;
import io.ws402.protocol.message.ServerMessage.UsageUpdate;
import java.io.PrintStream;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Writes what the resource sends to a stream, and leaves the story to another listener. */
final class PayListener implements SessionListener {
    private final SessionListener story;
    private final PayerInterrupt interrupt;
    private final @Nullable PrintStream data;

    /**
     * @param data where the resource's frames go, each text with a line end; null for nowhere
     */
    PayListener(SessionListener story, PayerInterrupt interrupt, @Nullable PrintStream data) {
        this.story = story;
        this.interrupt = interrupt;
        this.data = data;
    }

    @Override
    public void quoted(Schema schema, PaymentTerms terms) {
        story.quoted(schema, terms);
    }

    @Override
    public void paid(Payment payment) {
        story.paid(payment);
    }

    @Override
    public void pending(String reason) {
        story.pending(reason);
    }

    @Override
    public void started(LiveSession session, SessionStarted started) {
        interrupt.ends(session);
        story.started(session, started);
    }

    @Override
    public void usage(UsageUpdate update) {
        story.usage(update);
    }

    @Override
    public void toppedUp(ToppedUp topUp) {
        story.toppedUp(topUp);
    }

    @Override
    public void text(String text) {
        if (data != null) {
            data.println(text);
        }
    }

    @Override
    public void binary(Buffer bytes) {
        if (data != null) {
            data.write(bytes.getBytes(), 0, bytes.length());
            data.flush();
        }
    }

    @Override
    public void interrupted(String reason) {
        story.interrupted(reason);
    }

    @Override
    public void resumed(URI server, SessionStarted started) {
        story.resumed(server, started);
    }

    @Override
    public void ended(SessionEnded ended) {
        story.ended(ended);
    }

    @Override
    public void refund(Refund refund) {
        story.refund(refund);
    }
}
