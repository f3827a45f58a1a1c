package io.ws402.gateway.method;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * How much of an asset may be served on, in smallest units, while its rail could still undo it.
 *
 * @param perPayer of one payer; null: no cap
 * @param total of all payers together; null: no cap
 */
public record ExposureCap(
        @Nullable BigInteger perPayer, @Nullable BigInteger total) {
    /** No cap at all. */
    public static final ExposureCap NONE = new ExposureCap(null, null);

    /** @throws IllegalArgumentException when a cap is negative, or one payer may have more than all together */
    public ExposureCap {
        if ((perPayer != null && perPayer.signum() < 0) || (total != null && total.signum() < 0)) {
            throw new IllegalArgumentException("a cap is 0 or more");
        }
        if (perPayer != null && total != null && perPayer.compareTo(total) > 0) {
            throw new IllegalArgumentException("one payer may have no more than all together");
        }
    }

    /** Whether there is a cap for a deposit. */
    public boolean appliesTo(ObservedDeposit deposit) {
        return !deposit.isFinal() && (perPayer != null || total != null);
    }
}
