package io.ws402.gateway.method;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.Capabilities.MoneyKind;
import io.ws402.protocol.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Money that arrived, or that may be taken, as the rail shows it.
 *
 * @param settlementKey names this transfer once and for all, for example {@code eip155:8453:0xabc…:native}; of what is only
 *     authorised, that by which the rail lets it be taken once (a nonce, a voucher's id)
 * @param payer who paid, in the rail's writing; refunds go there
 * @param recipient the wallet it arrived at, or will
 * @param amount what arrived, never what was asked; of what is only authorised, the most that may be taken
 * @param txId the transaction, for people
 * @param evidence where it was seen (block number and hash, log position), or the authorisation itself; private to the
 *     method
 * @param isFinal whether nobody can take it from us any more, under the policy for this amount
 * @param usableUntil null for money that has arrived. Otherwise it is only authorised, and no session draws on it after
 *     this moment: the authorisation lasts longer by what the rail needs to collect, clocks that differ included
 */
public record ObservedDeposit(
        String settlementKey,
        String payer,
        String recipient,
        Money amount,
        String txId,
        JsonObject evidence,
        boolean isFinal,
        @Nullable Instant usableUntil) {
    /** Money that has arrived. */
    public ObservedDeposit(
            String settlementKey,
            String payer,
            String recipient,
            Money amount,
            String txId,
            JsonObject evidence,
            boolean isFinal) {
        this(settlementKey, payer, recipient, amount, txId, evidence, isFinal, null);
    }

    /** Whether it has arrived, or may only be taken. */
    public MoneyKind money() {
        return usableUntil == null ? MoneyKind.PREPAID : MoneyKind.AUTHORISED;
    }
}
