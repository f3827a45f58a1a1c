package io.ws402.gateway.method;

import io.vertx.core.Future;
import io.ws402.protocol.money.Asset;

/** How a rail sends money back. */
public interface RefundRail extends TransferRail<RefundOrder> {
    /** That of a method whose money is only authorised: there is nothing to give back, and nothing is ever signed. */
    static RefundRail none() {
        return NoRefunds.RAIL;
    }

    /** Whether an asset can be sent to anybody at all, by a trial that sends nothing. Fails while the rail does not answer. */
    default Future<AssetTrial> trial(Asset asset) {
        return Future.succeededFuture(new AssetTrial.Unknown());
    }

    /** Whether and how a refund is to be sent, at this moment's fees. Nothing is reserved, signed or sent. */
    Future<RefundPlan> plan(RefundOrder order);
}
