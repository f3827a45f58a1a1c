package io.ws402.demo.story;

import io.ws402.demo.client.Budget;
import io.ws402.demo.client.PayingClient;
import io.ws402.demo.client.ResourceAddress;
import io.ws402.demo.client.SessionListener;
import io.ws402.demo.client.SessionOrder;
import io.ws402.demo.client.SessionOutcome;
import io.ws402.demo.client.SessionSummary;
import io.ws402.demo.wallet.Wallet;
import io.ws402.protocol.money.Asset;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs sessions as a payer would, and brings the figures of all sides together. */
public final class Story {
    private final PayingClient client;
    private final Books books;
    private final Duration stay;
    private final long paySeconds;

    /**
     * @param books the gateway's ledger
     * @param stay how long each session streams
     * @param paySeconds for how many seconds each is paid in advance
     */
    public Story(PayingClient client, Books books, Duration stay, long paySeconds) {
        this.client = client;
        this.books = books;
        this.stay = stay;
        this.paySeconds = paySeconds;
    }

    /**
     * One session of the story.
     *
     * @param title what it shows
     * @param server where
     * @param others the other servers
     * @param resourceId what is bought
     * @param wallet who pays
     * @param method by which method
     * @param asset with what
     */
    public record Chapter(
            String title, URI server, List<URI> others, String resourceId, Wallet wallet, String method, Asset asset) {}

    /** A chapter that did not come to its end; the message is a sentence for people. */
    public static final class Broken extends Exception {
        Broken(String sentence, @Nullable Throwable cause) {
            super(sentence, cause);
        }

        /** What went wrong. */
        public String sentence() {
            return String.valueOf(getMessage());
        }
    }

    /** Runs a chapter to its refund; @throws Broken when it does not come to that. */
    public SessionReport tell(Chapter chapter, SessionListener listener) throws InterruptedException, Broken {
        try {
            BigInteger before = chapter.wallet().balance(chapter.asset());
            SessionOrder order = new SessionOrder(
                    new ResourceAddress(chapter.server(), chapter.resourceId()),
                    chapter.others(),
                    paySeconds,
                    stay,
                    chapter.method(),
                    chapter.asset().id().value(),
                    Budget.NONE,
                    null,
                    null);
            SessionSummary summary = ended(client.run(order, chapter.wallet(), listener));
            BigInteger after = chapter.wallet().balance(chapter.asset());
            return report(chapter, summary, before, after);
        } catch (IOException | SQLException e) {
            throw new Broken(String.valueOf(e.getMessage()), e);
        }
    }

    private static SessionSummary ended(SessionOutcome outcome) throws Broken {
        return switch (outcome) {
            case SessionOutcome.Ended(SessionSummary summary) when summary.refundsConfirmed() -> summary;
            case SessionOutcome.Ended(SessionSummary summary) ->
                throw new Broken("the refund did not arrive in time: " + summary.refunds(), null);
            case SessionOutcome.NotPaid(var cause, String reason) -> throw new Broken(reason, null);
            case SessionOutcome.NotStarted(var payment, String code, String reason) ->
                throw new Broken("paid, but no session started: " + reason + " (" + code + ")", null);
            case SessionOutcome.Lost(SessionSummary summary, String reason) -> throw new Broken(reason, null);
        };
    }

    private SessionReport report(Chapter chapter, SessionSummary summary, BigInteger before, BigInteger after)
            throws SQLException {
        Books.Entry booked = books.of(Objects.requireNonNull(summary.paymentId(), "a status names its payment"));
        String payTx = summary.payment().txId() != null ? summary.payment().txId() : booked.payTx();
        return new SessionReport(
                summary.sessionId(),
                chapter.method(),
                chapter.asset(),
                summary.paid().units(),
                booked.merchant(),
                summary.refunded().units(),
                booked.fee(),
                summary.reading().elapsedMs(),
                Objects.requireNonNullElse(payTx, ""),
                summary.refundTx(),
                before,
                after,
                summary.payment().networkFee(),
                chapter.wallet().coin());
    }
}
