package io.ws402.chaos.world;

import io.vertx.sqlclient.Tuple;
import io.ws402.chaos.chain.SimChain;
import io.ws402.chaos.database.Stage;
import io.ws402.chaos.schedule.Dice;
import io.ws402.chaos.schedule.Scheduler;

/** The end of every history: nothing goes wrong any more, everybody comes back, and time passes until all is done. */
public final class Healing {
    private static final int ROUNDS = 60;
    private static final int LOOKS = 3;
    private static final int ROUND_MS = 5_000;
    private static final long HOLDS_ARE_OVER_MS = 100_000;

    private static final String UNDONE = """
            SELECT (SELECT count(*) FROM sessions WHERE state = 'open')
                + (SELECT count(*) FROM refunds WHERE done_at IS NULL AND state <> 'awaiting_operator')
                + (SELECT count(*) FROM deposits WHERE state = 'unclaimed' OR (final_at IS NULL AND state <> 'reversed'))
                + (SELECT count(*) FROM inbound_positions WHERE (position ->> 'height')::int < $1) AS undone""";

    private Healing() {}

    /** Heals the world; whether everything came to an end. */
    public static boolean of(World world, Stage stage, Scheduler scheduler, Dice dice) {
        world.healNetwork();
        world.cluster().heal();
        world.chain().setPrice(2);
        world.gateways().forEach(GatewayNode::start);
        scheduler.endDelays();
        scheduler.runToIdle();
        GatewayNode gateway = world.gateways().getFirst();
        for (ServerNode server : world.servers()) {
            server.start();
            server.deliver(gateway);
            if (dice.chance(50)) {
                server.sessions().forEach(each -> server.close(gateway, each, "closed"));
            } else {
                server.crash(false);
                server.start();
            }
        }
        scheduler.runToIdle();
        world.walletsSendAgain();
        mine(world, dice);
        for (Purchase purchase : world.purchases()) {
            if (purchase.grant() == null && !purchase.paid().isEmpty() && !purchase.isWithoutSession()) {
                PayerActs.present(world, dice, purchase);
            }
        }
        world.clock().advance(HOLDS_ARE_OVER_MS);
        for (int round = 0; round < ROUNDS; round++) {
            world.clock().advance(ROUND_MS);
            world.walletsSendAgain();
            mine(world, dice);
            int finalHeight = world.chain().height() - SimChain.FINAL_DEPTH;
            pass(gateway, round);
            scheduler.runToIdle();
            if (round > 1 && undone(stage, finalHeight) == 0) {
                return true;
            }
        }
        return false;
    }

    private static void mine(World world, Dice dice) {
        for (int block = 0; block < 2; block++) {
            world.chain().mine(dice, 100);
        }
    }

    private static void pass(GatewayNode gateway, int round) {
        gateway.beat();
        gateway.watch();
        gateway.reap();
        gateway.refund();
        gateway.payOut();
        if (round % LOOKS == 0) {
            gateway.expire();
            gateway.lookThrough();
            gateway.giveBackUnclaimed();
        }
    }

    private static long undone(Stage stage, int finalHeight) {
        return stage.observe(UNDONE, Tuple.of(finalHeight)).iterator().next().getLong("undone");
    }
}
