package io.ws402.gateway.credits;

import java.util.HexFormat;

/**
 * An account that was just opened. Its secret is shown this once; whoever has it can pay from the account.
 *
 * @param id the account, {@code acc_…}
 * @param secretHex 256 random bits, lower-case hex
 */
public record CreditAccount(String id, String secretHex) {
    /** The secret as {@link CreditsProof#sign} takes it. */
    public byte[] secret() {
        return HexFormat.of().parseHex(secretHex);
    }

    @Override
    public String toString() {
        return "CreditAccount[id=" + id + "]";
    }
}
