package io.ws402.demo.story;

import io.ws402.demo.client.LiveSession;
import io.ws402.demo.client.ReceiptOutcome;
import io.ws402.demo.client.SessionListener;
import io.ws402.demo.wallet.Payment;
import io.ws402.demo.wallet.PaymentTerms;
import io.ws402.protocol.message.Schema;
import io.ws402.protocol.message.ServerMessage.Refund;
import io.ws402.protocol.message.ServerMessage.SessionEnded;
import io.ws402.protocol.message.ServerMessage.SessionStarted;
import io.ws402.protocol.message.ServerMessage.ToppedUp;
import io.ws402.protocol.message.ServerMessage.UsageUpdate;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells a session while it happens. */
public final class Narrator implements SessionListener {
    private static final int BAR_WIDTH = 20;
    private static final int SAMPLE_WIDTH = 52;
    private static final int LABEL_WIDTH = 9;

    private final Terminal terminal;
    private final @Nullable Asset networkCoin;
    private @Nullable Asset asset;
    private @Nullable UsageUpdate usage;
    private String sample = "";

    /**
     * @param networkCoin the coin in which the payer pays network fees, or null where there are none
     */
    public Narrator(Terminal terminal, @Nullable Asset networkCoin) {
        this.terminal = terminal;
        this.networkCoin = networkCoin;
    }

    @Override
    public void quoted(Schema schema, PaymentTerms terms) {
        asset = terms.offer().asset();
        Schema.Pricing pricing = schema.pricing();
        step(
                "schema",
                amount(pricing.plan().pricePerSecond()) + " a second; " + pricing.estimatedDuration()
                        + " s in advance: " + terms.amount());
        terminal.fleeting(label("pay") + "…");
    }

    @Override
    public void paid(Payment payment) {
        if (payment.txId() == null) {
            step("pay", "from account " + payment.payer());
            return;
        }
        String fee = networkCoin == null
                ? ""
                : "   network fee " + networkCoin.human(payment.networkFee()) + " " + networkCoin.symbol();
        step("pay", payment.txId() + fee);
    }

    @Override
    public void pending(String reason) {
        terminal.fleeting(label("wait") + reason);
    }

    @Override
    public void started(LiveSession session, SessionStarted started) {
        step("start", started.sessionId() + "   balance " + amount(started.balance()));
    }

    @Override
    public void text(String data) {
        sample = clipped(data.strip());
        terminal.fleeting(stream());
    }

    @Override
    public void usage(UsageUpdate update) {
        usage = update;
        terminal.progress(stream());
    }

    @Override
    public void toppedUp(ToppedUp topUp) {
        terminal.settle();
        step(
                "top-up",
                amount(topUp.amount()) + "   balance " + amount(topUp.balance()) + ", " + topUp.secondsLeft()
                        + " s left");
    }

    private String stream() {
        if (usage == null) {
            return label("stream") + sample;
        }
        String seconds = String.format(Locale.ROOT, "%.1f s", usage.reading().elapsedMs() / 1000.0);
        return label("stream") + bar(usage) + "  " + seconds + "  " + amount(usage.consumedAmount()) + "  " + sample;
    }

    @Override
    public void interrupted(String reason) {
        terminal.settle();
        step("lost", reason);
    }

    @Override
    public void resumed(URI server, SessionStarted started) {
        step("resume", "on " + server);
    }

    @Override
    public void ended(SessionEnded ended) {
        terminal.settle();
        step("end", ended.reason() + "   consumed " + amount(ended.consumed()) + " of " + amount(ended.paid()));
    }

    @Override
    public void refund(Refund refund) {
        String amount = refund.other() == null
                ? amount(refund.amount())
                : new Money(refund.other().asset(), refund.amount()).toString();
        String text = amount + " " + refund.state() + (refund.txHash() == null ? "" : "   " + refund.txHash());
        step("refund", text);
    }

    /** The signed receipt, and where it is kept. */
    public void receipt(ReceiptOutcome receipt, Path file) {
        step(
                "receipt",
                switch (receipt) {
                    case ReceiptOutcome.None(String code, String reason) -> "none: " + reason + " (" + code + ")";
                    case ReceiptOutcome.Verified verified -> {
                        String said = verified.receipt().isFinal() ? "final" : "provisional";
                        String other = String.join("; ", verified.differences());
                        yield "verified, " + said + ", signed by " + verified.keyId() + "   " + file
                                + (other.isEmpty() ? "" : "   but " + other);
                    }
                });
    }

    private String bar(UsageUpdate update) {
        BigInteger balance = update.consumedAmount().add(update.remainingBalance());
        int filled = balance.signum() == 0
                ? 0
                : update.consumedAmount()
                        .multiply(BigInteger.valueOf(BAR_WIDTH))
                        .divide(balance)
                        .intValueExact();
        return "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
    }

    private String amount(BigInteger units) {
        return asset == null ? units.toString() : asset.human(units) + " " + asset.symbol();
    }

    private static String clipped(String text) {
        String line = text.replace('\n', ' ');
        return line.length() <= SAMPLE_WIDTH ? line : line.substring(0, SAMPLE_WIDTH - 1) + "…";
    }

    private void step(String name, String text) {
        terminal.line(label(name) + text);
    }

    private String label(String name) {
        return "   " + terminal.dim(name) + " ".repeat(Math.max(1, LABEL_WIDTH - name.length()));
    }
}
