package io.ws402.gateway.method;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a method's wallet holds on its rail, so that the books can be compared with it. Safe from any thread. */
public interface WalletBalances {
    /**
     * What the wallet holds now, by one view of the rail: of every asset that is taken, and of the coin that fees are paid
     * in. Fails while the rail does not answer.
     *
     * @param position up to where what reached the wallet was looked through, as its {@link InboundFeed} says it
     * @param underWay what was signed by this wallet and may take effect at any moment
     */
    Future<List<Holding>> look(JsonObject position, List<SignedTransfer> underWay);

    /**
     * What a wallet holds of one asset.
     *
     * @param now at this moment
     * @param grown by how much that is more than it was at the position; what arrived behind it is at least among it. Null
     *     where the rail no longer tells
     * @param fees the most that what is under way may take of it as fees
     * @param minimum what it should hold besides the refunds that it owes, so that they can be sent; 0 where that is nothing
     */
    record Holding(Money now, @Nullable BigInteger grown, BigInteger fees, BigInteger minimum) {
        /** Without a minimum. */
        public Holding(Money now, @Nullable BigInteger grown, BigInteger fees) {
            this(now, grown, fees, BigInteger.ZERO);
        }
    }
}
