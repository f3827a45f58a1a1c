package io.ws402.chaos.world;

import io.ws402.chaos.chain.ChainTransaction;
import io.ws402.chaos.chain.SimChain;
import io.ws402.chaos.schedule.Dice;
import io.ws402.chaos.schedule.Scheduler;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.PricePlan;
import java.math.BigInteger;
import java.util.List;

/**
 * How histories begin: a payer has sent too little a few times, which is not worth sending back and stays its credit; a
 * sale has come to its end; both, or nothing.
 */
public final class Prologue {
    private static final int CREDIT_PERCENT = 50;
    private static final int SALE_PERCENT = 70;
    // Where one does not wait for the other's number, several refunds meet the same nodes.
    private static final int MOST_SALES = 3;
    private static final BigInteger ASKED = BigInteger.valueOf(100);

    private Prologue() {}

    /** Plays either, both, or nothing. */
    public static void of(World world, Scheduler scheduler, Dice dice) {
        if (dice.chance(CREDIT_PERCENT)) {
            credit(world, scheduler, dice);
        }
        if (dice.chance(SALE_PERCENT)) {
            long sales = world.refundsExpire() ? dice.between(1, MOST_SALES) : 1;
            for (long sale = 0; sale < sales; sale++) {
                new Sale(world, scheduler, dice).play();
            }
        }
    }

    private static void credit(World world, Scheduler scheduler, Dice dice) {
        String payer = dice.pick(World.PAYERS);
        Asset asset = dice.pick(List.of(SimChain.COIN, SimChain.TOKEN));
        GatewayNode gateway = dice.pick(world.gateways());
        long times = dice.between(1, 3);
        for (long time = 0; time < times; time++) {
            int before = world.purchases().size();
            PricePlan plan = PricePlan.perSecond(BigInteger.ONE, 60);
            world.servers()
                    .getFirst()
                    .quote(gateway, payer, "amount", asset.symbol(), SimChain.units(asset, ASKED), plan);
            scheduler.runToIdle();
            if (world.purchases().size() > before) {
                Purchase purchase = world.purchases().getLast();
                Money dust = new Money(asset, dice.amount(1, 2));
                ChainTransaction paid = world.pay(payer, World.WALLETS.getFirst(), dust, "");
                purchase.paid().add(paid);
                world.mineForGood(dice);
                purchase.giveUp();
                PayerActs.present(world, dice, purchase);
                scheduler.runToIdle();
                gateway.refund();
                scheduler.runToIdle();
            }
        }
    }
}
