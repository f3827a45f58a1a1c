package io.ws402.demo.client;

import java.math.BigInteger;
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
 * @param maxAmount the most to pay, top-ups included, in the asset's smallest unit, or null
 * @param topUpSeconds for how many more seconds to pay whenever ten or fewer are left; null never to
 */
public record SessionOrder(
        ResourceAddress resource,
        List<URI> otherServers,
        long paySeconds,
        @Nullable Duration stay,
        @Nullable String method,
        @Nullable String asset,
        @Nullable BigInteger maxAmount,
        @Nullable Long topUpSeconds) {
    /** @throws IllegalArgumentException when there is nothing to pay for */
    public SessionOrder {
        otherServers = List.copyOf(otherServers);
        if (paySeconds < 1) {
            throw new IllegalArgumentException("the seconds to pay for must be 1 or more");
        }
        if (topUpSeconds != null && topUpSeconds < 1) {
            throw new IllegalArgumentException("the seconds of a top-up must be 1 or more");
        }
    }

    /** An order with whatever the wallet can pay, on one server. */
    public static SessionOrder of(ResourceAddress resource, long paySeconds, Duration stay) {
        return new SessionOrder(resource, List.of(), paySeconds, stay, null, null, null, null);
    }

    /** The same with another server of the fleet. */
    public SessionOrder withOtherServers(List<URI> servers) {
        return new SessionOrder(resource, servers, paySeconds, stay, method, asset, maxAmount, topUpSeconds);
    }

    /** The same, paid by this method and with this asset. */
    public SessionOrder paidWith(@Nullable String anyMethod, @Nullable String anyAsset) {
        return new SessionOrder(resource, otherServers, paySeconds, stay, anyMethod, anyAsset, maxAmount, topUpSeconds);
    }

    /** The same, topped up by so many seconds whenever little time is left. */
    public SessionOrder toppedUpBy(long seconds) {
        return new SessionOrder(resource, otherServers, paySeconds, stay, method, asset, maxAmount, seconds);
    }
}
