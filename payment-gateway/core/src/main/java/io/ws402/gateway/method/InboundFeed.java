package io.ws402.gateway.method;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Everything that reaches the wallet of a method, in order and only once the rail can no longer undo it: by it the gateway
 * finds money whose payer never showed a proof. What the wallet itself has collected is not among it. Futures fail
 * while the rail does not answer; that decides nothing, and the same stretch is asked for again. Safe from any thread;
 * nothing is kept between calls.
 */
public interface InboundFeed {
    /** Where a watch that begins now begins. */
    Future<JsonObject> head();

    /** What arrived behind a position, a bounded stretch at a time. The same position gives the same transfers. */
    Future<Stretch> after(JsonObject position);

    /**
     * What {@link PaymentMethod#observe} would say if the payer of this transfer had presented it for this quote. Never
     * moves money.
     */
    Future<Observation> observe(QuotedPayment payment, ObservedDeposit arrived);

    /**
     * A part of the feed.
     *
     * @param transfers what arrived in it, all of it final
     * @param end the position behind it
     * @param more whether there is more by now
     */
    record Stretch(List<InboundTransfer> transfers, JsonObject end, boolean more) {
        /** Keeps its own copy of the transfers. */
        public Stretch {
            transfers = List.copyOf(transfers);
        }
    }
}
