package io.ws402.chaos.world;

import io.ws402.chaos.schedule.Dice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What would come next for somebody if all went well: without it few histories would come far enough to go wrong. */
final class Purpose {
    private static final int PURCHASES_AT_FIRST = 2;
    private static final int RESUMING_PERCENT = 35;
    private static final int TOP_UPS_PERCENT = 60;
    private static final int GATEWAYS_WORK_PERCENT = 35;

    private Purpose() {}

    static Act of(World world, Dice dice) {
        boolean down = world.gateways().stream().noneMatch(GatewayNode::isUp);
        if (down) {
            return Act.usual(1, GroundActs::gatewayStarts);
        }
        if (world.servers().stream().noneMatch(ServerNode::isUp)) {
            return Act.usual(1, ServerActs::starts);
        }
        long purchases =
                world.purchases().stream().filter(each -> !each.isGivenUp()).count();
        if (purchases < PURCHASES_AT_FIRST) {
            return Act.usual(1, PayerActs::buys);
        }
        List<Purchase> topUps = openTopUps(world);
        if (!topUps.isEmpty() && dice.chance(TOP_UPS_PERCENT)) {
            return next(world, dice, dice.pick(topUps));
        }
        if (dice.chance(GATEWAYS_WORK_PERCENT)) {
            return Act.usual(1, dice.pick(gatewaysWork()));
        }
        return next(world, dice, dice.pick(world.purchases()));
    }

    /** Those that can still be added to the session for which they were asked. */
    private static List<Purchase> openTopUps(World world) {
        return world.purchases().stream()
                .filter(each -> !each.isServed() && isServed(world, each.toppedUp()))
                .toList();
    }

    private static boolean isServed(World world, @Nullable String paymentId) {
        return paymentId != null
                && world.servers().stream()
                        .anyMatch(server -> server.serving(paymentId).isPresent());
    }

    private static Act next(World world, Dice dice, Purchase purchase) {
        if (purchase.paid().isEmpty()) {
            return Act.usual(1, (in, with) -> PayerActs.pay(in, with, purchase));
        }
        if (world.chain().find(purchase.paid().getLast().id()).isEmpty()) {
            return Act.usual(1, GroundActs::blockIsMined);
        }
        if (!purchase.isServed()) {
            return Act.usual(1, (in, with) -> PayerActs.present(in, with, purchase));
        }
        boolean lost = purchase.grant() != null
                && world.servers().stream().noneMatch(each -> each.serves(purchase) && !world.isCutOff(each));
        if (lost && dice.chance(RESUMING_PERCENT)) {
            return Act.usual(1, (in, with) -> PayerActs.resume(in, with, purchase));
        }
        if (lost && dice.chance(RESUMING_PERCENT)) {
            return Act.usual(1, GroundActs::leasesRunOut);
        }
        boolean served =
                world.servers().stream().anyMatch(each -> !each.sessions().isEmpty());
        return Act.usual(1, served ? dice.pick(serving()) : PayerActs::buys);
    }

    private static List<Act.Happening> serving() {
        return List.of(ServerActs::serves, ServerActs::checkpoints, ServerActs::closes, PayerActs::asksToTopUp);
    }

    private static List<Act.Happening> gatewaysWork() {
        return List.of(
                GroundActs::blockIsMined,
                GroundActs.pass("works on refunds", GatewayNode::refund),
                GroundActs.pass("works on refunds", GatewayNode::refund),
                GroundActs.pass("watches deposits", GatewayNode::watch));
    }
}
