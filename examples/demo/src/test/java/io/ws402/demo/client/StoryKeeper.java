package io.ws402.demo.client;

import io.ws402.demo.wallet.Payment;
import io.ws402.demo.wallet.PaymentTerms;
import io.ws402.protocol.message.Schema;
import io.ws402.protocol.message.ServerMessage.Refund;
import io.ws402.protocol.message.ServerMessage.SessionEnded;
import io.ws402.protocol.message.ServerMessage.SessionStarted;
import io.ws402.protocol.message.ServerMessage.UsageUpdate;
import java.net.URI;
import java.util.List;

/** Keeps what it is told, a word for each event. */
record StoryKeeper(List<String> story) implements SessionListener {
    @Override
    public void quoted(Schema schema, PaymentTerms terms) {
        story.add("quoted");
    }

    @Override
    public void paid(Payment payment) {
        story.add("paid");
    }

    @Override
    public void pending(String reason) {
        story.add("pending " + reason);
    }

    @Override
    public void started(LiveSession session, SessionStarted started) {
        story.add("started");
    }

    @Override
    public void usage(UsageUpdate update) {
        story.add("usage");
    }

    @Override
    public void text(String data) {
        story.add("text " + data);
    }

    @Override
    public void interrupted(String reason) {
        story.add("interrupted");
    }

    @Override
    public void resumed(URI server, SessionStarted started) {
        story.add("resumed " + server);
    }

    @Override
    public void ended(SessionEnded ended) {
        story.add("ended");
    }

    @Override
    public void refund(Refund refund) {
        story.add(refund.state());
    }
}
