package io.ws402.gateway.method;

import io.vertx.core.Future;

/**
 * How a rail collects what was authorised and used. An authorisation can be taken of once, whoever signs and however often:
 * the rail's own word for it (a nonce, a voucher's id) sees to that, so that a collection made twice has one effect.
 *
 * <p>What a collection brings reaches the wallet like a payment, and is none: no method of that wallet observes it as
 * one, and no {@link InboundFeed} shows it. The rail tells it by who sent it, so that this holds for a database that
 * knows nothing of it, too.
 */
public interface CollectRail extends TransferRail<CollectOrder> {
    /**
     * Whether and how it is to be collected, at this moment's fees. Nothing is reserved, signed or sent. Asked before
     * anything is signed, and again once all that was signed is finally without effect.
     */
    Future<CollectPlan> plan(CollectOrder order);
}
