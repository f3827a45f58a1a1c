package io.ws402.gateway.method;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.money.Money;

/**
 * Money that arrived, as the rail shows it.
 *
 * @param settlementKey names this transfer once and for all, for example {@code eip155:8453:0xabc…:native}
 * @param payer who paid, in the rail's writing; refunds go there
 * @param recipient the wallet it arrived at
 * @param amount what arrived, never what was asked
 * @param txId the transaction, for people
 * @param evidence where it was seen (block number and hash, log position); private to the method
 * @param isFinal whether the rail can no longer undo it, under the policy for this amount
 */
public record ObservedDeposit(
        String settlementKey,
        String payer,
        String recipient,
        Money amount,
        String txId,
        JsonObject evidence,
        boolean isFinal) {}
