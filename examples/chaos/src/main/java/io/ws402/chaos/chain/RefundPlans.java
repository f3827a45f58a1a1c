package io.ws402.chaos.chain;

import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.RefundPlan;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;

/** What every rail of the simulated chain makes of its fees and of recipients that refuse. */
record RefundPlans(SimChain chain) {
    private static final long PRICE_CAP = 50;
    private static final BigInteger TOKEN_DUST = BigInteger.TWO;

    RefundPlan plan(RefundOrder order) {
        Money fee = coins(SimChain.fee(chain.price()));
        if (isAboveCap()) {
            return new RefundPlan.Later("fees are above the cap");
        }
        Money amount = order.amount();
        boolean dust = amount.asset().equals(SimChain.COIN)
                ? amount.compareTo(fee) <= 0
                : amount.units().compareTo(TOKEN_DUST) <= 0;
        if (dust) {
            return new RefundPlan.Dust(fee);
        }
        return chain.refuses(order.recipient())
                ? new RefundPlan.RecipientRefuses("the recipient reverts")
                : new RefundPlan.Send(fee);
    }

    boolean isAboveCap() {
        return chain.price() > PRICE_CAP;
    }

    /** What to offer for being mined now, at most. */
    long offer() {
        return Math.min(chain.price(), PRICE_CAP);
    }

    static Money coins(BigInteger units) {
        return new Money(SimChain.COIN, units);
    }
}
