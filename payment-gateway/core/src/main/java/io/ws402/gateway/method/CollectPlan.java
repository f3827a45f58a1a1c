package io.ws402.gateway.method;

import io.ws402.protocol.money.Money;

/** Whether and how something is to be collected. */
public sealed interface CollectPlan {
    /** It can be taken for about this fee. */
    record Send(Money networkFee) implements CollectPlan {}

    /**
     * It was taken already, exactly so much of it, for us: the database was restored from a backup that is older.
     *
     * @param transaction what did it, as if it had been signed for this collection, so that it can be asked after
     */
    record Found(SignedTransfer transaction) implements CollectPlan {}

    /** Taking it would cost as much as it brings, or more, and will until it lapses: it is lost. */
    record Dust(Money networkFee) implements CollectPlan {}

    /** It can never be taken (lapsed, revoked, spent for something else), by the rail's final word: it is lost. */
    record Lapsed(String reason) implements CollectPlan {}

    /** Not now (no answer, fees above the cap, the payer has too little for now): it stays planned and is tried later. */
    record Later(String reason) implements CollectPlan {}

    /** Never by itself (no key, or another amount of it was taken): it waits for an operator. */
    record Operator(String reason) implements CollectPlan {}
}
