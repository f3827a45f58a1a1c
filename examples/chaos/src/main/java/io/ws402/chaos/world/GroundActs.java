package io.ws402.chaos.world;

import io.ws402.chaos.chain.ChainTransaction;
import io.ws402.chaos.chain.SimChain;
import io.ws402.chaos.chain.SimChain.Fate;
import io.ws402.chaos.schedule.Dice;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What gateways, the chain, the network and the clocks do. */
final class GroundActs {
    private static final int MINED_PERCENT = 85;
    private static final long BEAT_SECONDS = 5;
    private static final long BEATEN_SECONDS = 40;

    private GroundActs() {}

    static List<Act> all() {
        return List.of(
                Act.usual(4, pass("beats", GatewayNode::beat)),
                Act.usual(4, pass("reaps", GatewayNode::reap)),
                Act.usual(12, pass("works on refunds", GatewayNode::refund)),
                Act.usual(8, pass("watches deposits", GatewayNode::watch)),
                Act.usual(2, pass("expires quotes", GatewayNode::expire)),
                Act.usual(6, pass("looks through the wallets", GatewayNode::lookThrough)),
                Act.usual(3, pass("gives back what nobody claimed", GatewayNode::giveBackUnclaimed)),
                Act.usual(5, pass("pays out credit", GatewayNode::payOut)),
                Act.usual(3, OperatorActs::decides),
                Act.usual(14, GroundActs::blockIsMined),
                Act.usual(4, GroundActs::timePasses),
                Act.fault(3, GroundActs::gatewayDies),
                Act.usual(4, GroundActs::gatewayStarts),
                Act.fault(5, GroundActs::chainReorganises),
                Act.fault(2, GroundActs::poolForgets),
                Act.fault(2, GroundActs::feesChange),
                Act.fault(2, GroundActs::recipientRefuses),
                Act.fault(1, GroundActs::walletIsUsedByHand),
                Act.fault(3, GroundActs::networkIsCut),
                Act.fault(3, GroundActs::serverIsCutOff),
                Act.usual(3, GroundActs::networkHeals),
                Act.fault(2, GroundActs::clockJumps));
    }

    static Act.Happening pass(String words, Consumer<GatewayNode> pass) {
        return (world, dice) -> {
            GatewayNode gateway = dice.pick(world.gateways());
            if (!gateway.isUp() || world.purchases().isEmpty()) {
                return Optional.empty();
            }
            pass.accept(gateway);
            return Optional.of(gateway.name() + ' ' + words);
        };
    }

    static Optional<String> blockIsMined(World world, Dice dice) {
        world.clock().advance(dice.between(100, 1_000));
        world.chain().mine(dice, MINED_PERCENT);
        return Optional.of("block " + world.chain().height() + " is mined");
    }

    private static Optional<String> timePasses(World world, Dice dice) {
        long seconds = dice.pick(List.of(2L, 7L, 12L, 30L, 70L, 400L));
        if (dice.chance(30)) {
            world.clock().advance(seconds * 1_000);
            return Optional.of(seconds + " s pass in which nobody does anything");
        }
        // Of a long time only the end matters, as long as leases and windows last.
        long beaten = Math.min(seconds, BEATEN_SECONDS);
        world.clock().advance((seconds - beaten) * 1_000);
        pass(world, dice, beaten);
        return Optional.of(seconds + " s pass");
    }

    static Optional<String> leasesRunOut(World world, Dice dice) {
        pass(world, dice, dice.between(5, 9));
        return Optional.of("leases run out");
    }

    static void pass(World world, Dice dice, long seconds) {
        for (long left = seconds; left > 0; left -= BEAT_SECONDS) {
            world.clock().advance(Math.min(left, BEAT_SECONDS) * 1_000);
            GatewayNode gateway = dice.pick(world.gateways());
            gateway.beat();
            world.scheduler().run(2);
        }
    }

    private static Optional<String> gatewayDies(World world, Dice dice) {
        GatewayNode gateway = dice.pick(world.gateways());
        if (!gateway.isUp()) {
            return Optional.empty();
        }
        gateway.crash();
        return Optional.of(gateway.name() + " dies");
    }

    static Optional<String> gatewayStarts(World world, Dice dice) {
        GatewayNode gateway = dice.pick(world.gateways());
        if (gateway.isUp()) {
            return Optional.empty();
        }
        gateway.start();
        return Optional.of(gateway.name() + " starts again");
    }

    private static Optional<String> chainReorganises(World world, Dice dice) {
        int depth = dice.nextInt(1, SimChain.FINAL_DEPTH + 1);
        world.chain().reorganise(depth, dice, MINED_PERCENT, transaction -> fate(transaction, dice));
        return Optional.of("the chain drops its last " + depth + " blocks and grows to "
                + world.chain().height());
    }

    /** Our own wallet does not send twice; a payer may. */
    private static Fate fate(ChainTransaction transaction, Dice dice) {
        int drawn = dice.nextInt(100);
        if (drawn < 25 && World.PAYERS.contains(transaction.from())) {
            return Fate.REPLACED;
        }
        return drawn < 50 ? Fate.FORGOTTEN : Fate.WAITS;
    }

    private static Optional<String> poolForgets(World world, Dice dice) {
        world.chain().forget();
        return Optional.of("the network forgets what waits to be mined");
    }

    private static Optional<String> feesChange(World world, Dice dice) {
        long price = dice.pick(List.of(2L, 2L, 5L, 20L, 60L));
        world.chain().setPrice(price);
        return Optional.of("the price of a transaction is " + price);
    }

    private static Optional<String> recipientRefuses(World world, Dice dice) {
        String payer = dice.pick(World.PAYERS);
        boolean refuses = !world.chain().refuses(payer);
        world.chain().refuse(payer, refuses);
        return Optional.of(payer + (refuses ? " refuses money from now on" : " takes money again"));
    }

    private static Optional<String> walletIsUsedByHand(World world, Dice dice) {
        String wallet = dice.pick(World.WALLETS);
        world.useByHand(wallet);
        return Optional.of("somebody sends from " + wallet + " by hand");
    }

    private static Optional<String> networkIsCut(World world, Dice dice) {
        GatewayNode gateway = dice.pick(world.gateways());
        if (dice.chance(40)) {
            gateway.cutFromChain(true);
            return Optional.of(gateway.name() + " no longer reaches the chain");
        }
        ServerNode server = dice.pick(world.servers());
        world.cut(server, gateway);
        return Optional.of(server.name() + " no longer reaches " + gateway.name());
    }

    private static Optional<String> serverIsCutOff(World world, Dice dice) {
        ServerNode server = dice.pick(world.servers());
        world.gateways().forEach(gateway -> world.cut(server, gateway));
        return Optional.of(server.name() + " no longer reaches any gateway");
    }

    private static Optional<String> networkHeals(World world, Dice dice) {
        if (world.isWhole()) {
            return Optional.empty();
        }
        world.healNetwork();
        return Optional.of("the network is whole");
    }

    private static Optional<String> clockJumps(World world, Dice dice) {
        long ms = dice.chance(30) ? -dice.between(1, 3_000) : dice.between(1, 40_000);
        world.clock().jump(ms);
        return Optional.of("the database's clock jumps by " + ms + " ms");
    }
}
