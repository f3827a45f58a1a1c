package io.ws402.chaos.world;

import io.ws402.chaos.schedule.Dice;

/** A few seconds in which nobody buys, and everybody else does what they do all the time. */
final class Aftermath {
    private static final int MINED_PERCENT = 85;

    private Aftermath() {}

    static String in(World world, Dice dice) {
        long seconds = dice.between(2, 8);
        GroundActs.pass(world, dice, seconds);
        world.chain().mine(dice, MINED_PERCENT);
        for (ServerNode server : world.servers()) {
            if (server.isUp()) {
                serve(server, dice.pick(world.gateways()), dice);
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
        if (dice.chance(40)) {
            PayerActs.resumes(world, dice);
        }
        if (dice.chance(25)) {
            ServerActs.oldReadingArrives(world, dice);
        }
        return seconds + " s pass, block " + world.chain().height() + " is mined, gateways work";
    }

    private static void serve(ServerNode server, GatewayNode gateway, Dice dice) {
        server.serve(gateway, dice);
        if (dice.chance(60)) {
            server.checkpoint(gateway);
        }
        if (dice.chance(30)) {
            server.deliver(gateway);
        }
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
        if (dice.chance(40)) {
            gateway.payOut();
        }
    }
}
