package io.ws402.gateway.methods.evm.payment;

import io.ws402.gateway.methods.evm.chain.EvmAddress;
import java.math.BigInteger;

/** What a transaction brought to our wallet. */
sealed interface Arrival {
    /**
     * Money.
     *
     * @param payer who it came from, as the chain says
     * @param units how much
     * @param position of its log within the receipt; {@link Evidence#NATIVE} for the native coin
     */
    record Money(EvmAddress payer, BigInteger units, int position) implements Arrival {}

    /** Nothing that could pay this quote. */
    record Nothing(String code, String reason) implements Arrival {}
}
