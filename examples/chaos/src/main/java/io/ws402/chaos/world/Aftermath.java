package io.ws402.chaos.world;

import io.ws402.chaos.schedule.Dice;

/** A few seconds in which nobody buys and gateways do what they do all the time. */
final class Aftermath {
    private static final int MINED_PERCENT = 85;

    private Aftermath() {}

    static String in(World world, Dice dice) {
        long seconds = dice.between(2, 8);
        GroundActs.pass(world, dice, seconds);
        world.chain().mine(dice, MINED_PERCENT);
        for (ServerNode server : world.servers()) {
            if (server.isUp() && dice.chance(30)) {
                server.deliver(dice.pick(world.gateways()));
            }
        }
        for (GatewayNode gateway : world.gateways()) {
            if (!gateway.isUp() && dice.chance(70)) {
                gateway.start();
            }
            if (gateway.isUp()) {
                work(gateway, dice);
            }
        }
        return seconds + " s pass, block " + world.chain().height() + " is mined, gateways work";
    }

    private static void work(GatewayNode gateway, Dice dice) {
        gateway.watch();
        gateway.refund();
        if (dice.chance(50)) {
            gateway.reap();
        }
        if (dice.chance(30)) {
            gateway.lookThrough();
            gateway.giveBackUnclaimed();
        }
    }
}
