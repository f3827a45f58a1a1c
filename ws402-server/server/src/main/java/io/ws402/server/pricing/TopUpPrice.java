package io.ws402.server.pricing;

import io.ws402.protocol.message.ClientMessage.QuoteTopUp.Amount;
import io.ws402.protocol.message.ClientMessage.QuoteTopUp.Seconds;
import io.ws402.protocol.message.ClientMessage.QuoteTopUp.Size;
import io.ws402.protocol.money.Rounding;
import io.ws402.protocol.payment.PricePlan;
import java.math.BigInteger;
import java.util.Optional;

/**
 * What a top-up asks for, and what that counts for in its session. Between two assets the price of a second decides: what buys
 * a second in the one is worth what a second costs in the other.
 *
 * @param amount what to pay, in smallest units of what is paid
 * @param worth what that adds to the balance, in smallest units of the session's asset, rounded down
 */
public record TopUpPrice(BigInteger amount, BigInteger worth) {
    /** In the session's own asset. */
    public static TopUpPrice own(Size size, PricePlan session) {
        BigInteger units = switch (size) {
            case Amount(BigInteger amount) -> amount;
            case Seconds(long seconds) -> session.priceOf(seconds);
        };
        return new TopUpPrice(units, units);
    }

    /** In another asset; empty where a second costs nothing in one of them, so that they can not be compared. */
    public static Optional<TopUpPrice> in(PricePlan other, Size size, PricePlan session) {
        BigInteger price = other.pricePerSecond();
        BigInteger sessions = session.pricePerSecond();
        if (price.signum() == 0 || sessions.signum() == 0) {
            return Optional.empty();
        }
        return Optional.of(
                switch (size) {
                    case Amount(BigInteger amount) -> new TopUpPrice(amount, Rounding.floor(amount, sessions, price));
                    case Seconds(long seconds) -> new TopUpPrice(other.priceOf(seconds), session.priceOf(seconds));
                });
    }
}
