package io.ws402.demo.client;

import io.vertx.core.json.JsonObject;
import io.ws402.demo.wallet.PayOutcome;
import io.ws402.demo.wallet.Payment;
import io.ws402.demo.wallet.PaymentTerms;
import io.ws402.demo.wallet.Wallet;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.json.MalformedJson;
import io.ws402.protocol.message.ClientMessage;
import io.ws402.protocol.message.Schema.Offer;
import io.ws402.protocol.message.ServerMessage;
import io.ws402.protocol.message.ServerMessage.UsageUpdate;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.AcceptedAsset;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.PaymentProof;
import java.math.BigInteger;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a session going by buying more of it whenever little time is left, until the order's limit is reached or something
 * goes wrong. Pays on a thread of its own, so that the stream is read meanwhile.
 */
final class ToppingUp {
    private static final BigInteger LOW_SECONDS = BigInteger.TEN;
    private static final BigInteger PARTS_OF_PRICE = BigInteger.valueOf(100);
    private static final BigInteger UNIQUE_UNITS = BigInteger.valueOf(100_000);

    private final Wallet wallet;
    private final SessionOrder.@Nullable TopUp topUp;
    private final @Nullable Offer offer;
    private final SessionListener listener;
    private final LiveSession live;
    private final BigInteger pricePerSecond;
    private final AtomicReference<@Nullable PayOutcome> paid = new AtomicReference<>();
    private final Spending spending;
    private final LongSupplier nanoClock;
    private long notBefore;
    private boolean stopped;
    private boolean asked;
    private boolean paying;
    private @Nullable PaymentProof undecided;

    ToppingUp(
            SessionOrder order,
            Wallet wallet,
            Negotiation.Result.Agreed agreed,
            SessionListener listener,
            LiveSession live,
            BigInteger pricePerSecond,
            LongSupplier nanoClock) {
        this.wallet = wallet;
        this.topUp = order.topUp();
        this.offer = topUp == null ? null : offer(order, topUp, agreed, wallet);
        this.listener = listener;
        this.live = live;
        this.pricePerSecond = pricePerSecond;
        this.spending = new Spending(order.budget(), nanoClock);
        this.nanoClock = nanoClock;
        this.notBefore = nanoClock.getAsLong();
        spending.take(agreed.terms().amount().units());
        this.stopped = topUp == null || pricePerSecond.signum() == 0;
    }

    /** What to pay with, of what the resource said that it takes; null where this wallet can pay nothing of that kind. */
    private static @Nullable Offer offer(
            SessionOrder order, SessionOrder.TopUp topUp, Negotiation.Result.Agreed agreed, Wallet wallet) {
        AcceptedAsset own = agreed.terms().offer();
        return agreed.schema().accepts().stream()
                .filter(offer -> topUp.isOwn()
                        ? offer.accepted().equals(own)
                        : Negotiation.isMeant(offer.accepted(), topUp.method(), topUp.asset()))
                .filter(offer -> wallet.canPay(offer.accepted()))
                .filter(offer ->
                        order.budget().refusal(offer.accepted(), offer.plan()).isEmpty())
                .findFirst()
                .orElse(null);
    }

    /** The meter moved: asks for terms when little is left. */
    void usage(UsageUpdate update) {
        BigInteger low = pricePerSecond.multiply(LOW_SECONDS);
        boolean waits = nanoClock.getAsLong() - notBefore < 0;
        if (stopped
                || asked
                || waits
                || topUp == null
                || update.remainingBalance().compareTo(low) > 0) {
            return;
        }
        if (offer == null) {
            stop("no top-up: this wallet can not or may not pay what was named for it");
            return;
        }
        asked = true;
        AcceptedAsset paid = offer.accepted();
        live.socket()
                .send(new ClientMessage.QuoteTopUp(
                        new ClientMessage.QuoteTopUp.Seconds(topUp.seconds()),
                        topUp.isOwn() ? null : paid.method(),
                        topUp.isOwn() ? null : paid.asset().id().value()));
    }

    /** Terms came: pays them, unless they are beyond the order's limit. */
    void quoted(JsonObject details) {
        if (!asked || paying || undecided != null || offer == null || topUp == null) {
            return;
        }
        PaymentTerms terms;
        try {
            terms = PaymentTerms.read(offer.accepted(), Fields.of(details));
        } catch (MalformedJson e) {
            stop("the terms of the top-up make no sense: " + e.reason());
            return;
        }
        if (!topUp.isOwn()
                && isMoreThanItsPrice(terms.amount().units(), offer.plan().priceOf(topUp.seconds()))) {
            stop("another " + terms.amount() + " is more than the price that the resource showed");
            return;
        }
        BigInteger counts =
                topUp.isOwn() ? terms.amount().units() : pricePerSecond.multiply(BigInteger.valueOf(topUp.seconds()));
        Optional<Spending.Excess> excess = spending.excess(counts);
        if (excess.isPresent()) {
            over(excess.get());
            return;
        }
        spending.take(counts);
        paying = true;
        Thread.ofVirtual().start(() -> {
            paid.set(wallet.pay(terms));
            live.socket().wake();
        });
    }

    /** What only a minute's end changes is asked for again then; the session goes on with what it has meanwhile. */
    private void over(Spending.Excess excess) {
        if (excess.passesAfter().isZero()) {
            stop("no top-up: " + excess.reason());
            return;
        }
        asked = false;
        notBefore = nanoClock.getAsLong() + excess.passesAfter().toNanos();
        listener.pending("no top-up for another " + excess.passesAfter().toSeconds() + " s: " + excess.reason());
    }

    /** A quote asks for some units more, which tell it from others. The limit in the session's asset says nothing of another. */
    private static boolean isMoreThanItsPrice(BigInteger asked, BigInteger price) {
        return asked.subtract(price)
                        .multiply(PARTS_OF_PRICE)
                        .compareTo(price.add(UNIQUE_UNITS.multiply(PARTS_OF_PRICE)))
                > 0;
    }

    /** Presents what was paid meanwhile, if anything was. */
    void proceed() {
        switch (paid.getAndSet(null)) {
            case null -> {
                // Still at it.
            }
            case PayOutcome.Paid(Payment payment) -> present(payment);
            case PayOutcome.Unknown(Payment payment, String reason) -> present(payment);
            // The session goes on with what it has; asking again would find the same wallet.
            case PayOutcome.InsufficientFunds(Money needed, Money available) ->
                stop("no top-up: the wallet holds " + available + ", but this takes " + needed);
            case PayOutcome.NotPaid(String reason) -> stop("no top-up: " + reason);
        }
    }

    private void present(Payment payment) {
        paying = false;
        undecided = payment.proof();
        live.socket().send(new ClientMessage.TopUp(payment.proof()));
    }

    /** The session goes on elsewhere: what was paid is presented there. */
    void resumed() {
        if (undecided != null) {
            live.socket().send(new ClientMessage.TopUp(undecided));
        } else if (paying) {
            proceed();
        } else {
            asked = false;
        }
    }

    /** It counts; the next one may follow. */
    void toppedUp() {
        undecided = null;
        asked = false;
    }

    /** The server refused something; what it will not do later either is not asked for again. */
    void refused(ServerMessage.ControlError error) {
        if (asked && !Codes.isRetryable(error.code())) {
            stop("no top-up: " + error.reason());
        }
    }

    private void stop(String why) {
        stopped = true;
        paying = false;
        undecided = null;
        listener.pending(why);
    }
}
