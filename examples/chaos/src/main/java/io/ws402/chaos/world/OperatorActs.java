package io.ws402.chaos.world;

import io.vertx.core.Future;
import io.ws402.chaos.schedule.Dice;
import io.ws402.gateway.operator.Decision;
import io.ws402.gateway.payment.UnattributedTransfers;
import io.ws402.gateway.payment.UnattributedTransfers.Unattributed;
import java.util.List;
import java.util.Optional;

/** What an operator does: decides about money that no quote explains. */
final class OperatorActs {
    private static final int LISTED = 10;

    private OperatorActs() {}

    static Optional<String> decides(World world, Dice dice) {
        GatewayNode gateway = dice.pick(world.gateways());
        if (!gateway.isUp() || world.purchases().isEmpty()) {
            return Optional.empty();
        }
        String payment = dice.pick(world.purchases()).quote().paymentId();
        boolean keep = dice.chance(50);
        UnattributedTransfers transfers = gateway.services().unattributed();
        gateway.pass(
                "decide",
                () -> transfers.list(LISTED).compose(waiting -> {
                    List<String> keys = waiting.stream()
                            .map(Unattributed::arrived)
                            .map(arrived -> arrived.settlementKey())
                            .toList();
                    return keys.isEmpty()
                            ? Future.succeededFuture(false)
                            : keep
                                    ? transfers.keepAsFloat(keys.getFirst(), new Decision("operator", "ours"))
                                    : transfers.giveBack(keys.getFirst(), payment, new Decision("operator", "theirs"));
                }));
        return Optional.of("an operator decides at " + gateway.name() + " what no quote explains is "
                + (keep ? "our own" : "of " + payment));
    }
}
