package io.ws402.gateway.ledger;

import io.ws402.protocol.money.AssetId;
import java.math.BigInteger;

/**
 * One line of a journal.
 *
 * @param account which account
 * @param owner whose
 * @param asset of what
 * @param amount signed smallest units: positive is what we have, negative what we owe or earned; never zero
 */
public record Entry(Account account, String owner, AssetId asset, BigInteger amount) {
    /** @throws IllegalArgumentException when the amount is zero */
    public Entry {
        if (amount.signum() == 0) {
            throw new IllegalArgumentException("an entry of nothing on " + account + " of " + owner);
        }
    }
}
