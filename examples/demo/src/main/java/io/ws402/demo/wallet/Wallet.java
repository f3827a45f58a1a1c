package io.ws402.demo.wallet;

import io.ws402.protocol.money.Asset;
import io.ws402.protocol.payment.AcceptedAsset;
import java.io.IOException;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Something a payer can pay with. Methods block, each for a bounded time: call them from a virtual thread, never from an
 * event loop. Safe for use by many threads; payments of one wallet go out one after the other.
 */
public interface Wallet extends AutoCloseable {
    /** The account that pays, as the rail writes it. */
    String address();

    /** Whether this wallet can pay with that asset by that method. Says nothing about its balance. */
    boolean canPay(AcceptedAsset offer);

    /**
     * Pays what the terms ask, to the last unit, and waits until the rail has taken the payment up. It is never paid
     * twice: a caller that repeats the call pays again.
     */
    PayOutcome pay(PaymentTerms terms);

    /**
     * What the account holds now, in smallest units.
     *
     * @throws IOException when the rail does not answer, or does not know the asset
     */
    BigInteger balance(Asset asset) throws IOException;

    /** What network fees are paid in; null where there are none. */
    default @Nullable Asset coin() {
        return null;
    }

    /** Lets go of its connections. */
    @Override
    default void close() {}
}
