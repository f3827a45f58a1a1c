package io.ws402.demo.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a payer wants.
 *
 * @param resource what and where
 * @param otherServers servers of the same fleet, on which a session may go on when the first one is lost
 * @param paySeconds for how many seconds to pay in advance
 * @param stay how long to stay, counted from the start of the session; null until the balance or the payer ends it
 * @param method the payment method, or null for the first that the wallet can pay
 * @param asset a CAIP-19 id or a symbol, or null for the first that the wallet can pay
 * @param budget what may be spent
 * @param topUp how to go on when little time is left; null not to
 * @param receipt whether the signed receipt is wanted; null when it is not
 */
public record SessionOrder(
        ResourceAddress resource,
        List<URI> otherServers,
        long paySeconds,
        @Nullable Duration stay,
        @Nullable String method,
        @Nullable String asset,
        Budget budget,
        @Nullable TopUp topUp,
        @Nullable ReceiptOrder receipt) {
    /**
     * More time for a session that runs.
     *
     * @param seconds for how many more to pay whenever ten or fewer are left
     * @param method the payment method, or null for the session's own where no asset is named either, else any that fits
     * @param asset a CAIP-19 id or a symbol, or null for the session's own where no method is named either, else any that fits
     */
    public record TopUp(
            long seconds, @Nullable String method, @Nullable String asset) {
        /** @throws IllegalArgumentException when there is nothing to pay for */
        public TopUp {
            if (seconds < 1) {
                throw new IllegalArgumentException("the seconds of a top-up must be 1 or more");
            }
        }

        boolean isOwn() {
            return method == null && asset == null;
        }
    }

    /** @throws IllegalArgumentException when there is nothing to pay for */
    public SessionOrder {
        otherServers = List.copyOf(otherServers);
        if (paySeconds < 1) {
            throw new IllegalArgumentException("the seconds to pay for must be 1 or more");
        }
    }

    /** An order with whatever the wallet can pay, on one server. */
    public static SessionOrder of(ResourceAddress resource, long paySeconds, Duration stay) {
        return new SessionOrder(resource, List.of(), paySeconds, stay, null, null, Budget.NONE, null, null);
    }

    /** The same with another server of the fleet. */
    public SessionOrder withOtherServers(List<URI> servers) {
        return new SessionOrder(resource, servers, paySeconds, stay, method, asset, budget, topUp, receipt);
    }

    /** The same, paid by this method and with this asset. */
    public SessionOrder paidWith(@Nullable String anyMethod, @Nullable String anyAsset) {
        return new SessionOrder(resource, otherServers, paySeconds, stay, anyMethod, anyAsset, budget, topUp, receipt);
    }

    /** The same, within this budget. */
    public SessionOrder within(Budget limits) {
        return new SessionOrder(resource, otherServers, paySeconds, stay, method, asset, limits, topUp, receipt);
    }

    /** The same, with the signed receipt at the end. */
    public SessionOrder withReceipt(@Nullable ReceiptOrder wanted) {
        return new SessionOrder(resource, otherServers, paySeconds, stay, method, asset, budget, topUp, wanted);
    }

    /** The same, topped up by so many seconds whenever little time is left. */
    public SessionOrder toppedUpBy(long seconds) {
        return toppedUpBy(new TopUp(seconds, null, null));
    }

    /** The same, topped up so. */
    public SessionOrder toppedUpBy(TopUp more) {
        return new SessionOrder(resource, otherServers, paySeconds, stay, method, asset, budget, more, receipt);
    }
}
