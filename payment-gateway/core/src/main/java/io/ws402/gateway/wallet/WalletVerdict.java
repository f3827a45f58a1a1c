package io.ws402.gateway.wallet;

import java.math.BigInteger;

/** Whether the books and the rail tell the same of a wallet and an asset. */
public sealed interface WalletVerdict {
    /** To the last unit. */
    record Agrees() implements WalletVerdict {}

    /** They differ by no more than what is on its way explains. */
    record Moving(BigInteger low, BigInteger high) implements WalletVerdict {}

    /** They differ, and nothing explains it: what the rail has more than the books say; negative when money is missing. */
    record Differs(BigInteger difference) implements WalletVerdict {}

    /** They could not be compared. */
    record Unseen(String reason) implements WalletVerdict {}
}
