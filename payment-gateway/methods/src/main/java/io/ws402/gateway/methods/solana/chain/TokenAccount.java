package io.ws402.gateway.methods.solana.chain;

import java.math.BigInteger;
import java.util.Optional;

/**
 * A token account as its program keeps it.
 *
 * @param mint of which token
 * @param owner whose it is
 * @param units how much is in it
 * @param frozen whether the mint's authority has stopped it
 */
public record TokenAccount(SolanaAddress mint, SolanaAddress owner, BigInteger units, boolean frozen) {
    /** The size of one without extensions. */
    static final int SIZE = 165;

    /** A token program's multisignature account, which no token account has the length of. */
    private static final int MULTISIG = 355;

    private static final int OWNER_AT = 32;
    private static final int UNITS_AT = 64;
    private static final int STATE_AT = 108;
    private static final int INITIALIZED = 1;
    private static final int FROZEN = 2;
    private static final int TYPE_OF_ACCOUNT = 2;

    /** Reads the data of an account that a token program owns; empty when it is no token account. */
    public static Optional<TokenAccount> of(Bytes data) {
        boolean extended = data.length() > SIZE && data.length() != MULTISIG && data.u8(SIZE) == TYPE_OF_ACCOUNT;
        boolean isOne = data.length() == SIZE || extended;
        if (!isOne || data.u8(STATE_AT) < INITIALIZED || data.u8(STATE_AT) > FROZEN) {
            return Optional.empty();
        }
        return Optional.of(new TokenAccount(
                data.address(0), data.address(OWNER_AT), data.u64(UNITS_AT), data.u8(STATE_AT) == FROZEN));
    }
}
