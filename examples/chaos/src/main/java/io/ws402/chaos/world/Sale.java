package io.ws402.chaos.world;

import io.ws402.chaos.chain.SimChain;
import io.ws402.chaos.chain.SimChain.Fate;
import io.ws402.chaos.schedule.Dice;
import io.ws402.chaos.schedule.Scheduler;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.PricePlan;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** One sale from quote to refund, as far as nothing goes wrong: what is owed at its end is about to be paid back. */
final class Sale {
    private static final int TOPPED_UP_PERCENT = 40;
    private static final int OVER_PERCENT = 75;
    private static final int FOR_GOOD_PERCENT = 65;
    private static final int DROPPED_PERCENT = 50;
    private static final int MINED_AGAIN_PERCENT = 85;
    private static final int MOST_DONE_OF_REFUND = 60;
    private static final int DEARER_PERCENT = 35;
    private static final int MOST_SECONDS = 60;

    private final World world;
    private final Scheduler scheduler;
    private final Dice dice;
    private final GatewayNode gateway;
    private final ServerNode server;
    private final boolean forGood;

    Sale(World world, Scheduler scheduler, Dice dice) {
        this.world = world;
        this.scheduler = scheduler;
        this.dice = dice;
        this.gateway = dice.pick(world.gateways());
        this.server = world.servers().getFirst();
        this.forGood = dice.chance(FOR_GOOD_PERCENT);
    }

    void play() {
        Asset asset = dice.pick(List.of(SimChain.COIN, SimChain.TOKEN));
        String payer = dice.pick(World.PAYERS);
        String method = world.refundsExpire() ? "memo" : dice.pick(List.of("amount", "memo"));
        PricePlan plan = PricePlan.perSecond(SimChain.units(asset, dice.amount(1, 20)), MOST_SECONDS);
        server.quote(gateway, payer, method, asset.symbol(), SimChain.units(asset, BigInteger.valueOf(1_000)), plan);
        paid();
        Optional<Serving> serving = server.sessions().stream().findFirst();
        if (serving.isPresent() && dice.chance(TOPPED_UP_PERCENT)) {
            Asset other = asset.equals(SimChain.COIN) ? SimChain.TOKEN : SimChain.COIN;
            Money amount = new Money(other, SimChain.units(other, dice.amount(2, 500)));
            BigInteger worth = SimChain.units(asset, dice.amount(1, 500)).add(dice.amount(0, 3));
            server.quoteTopUp(gateway, serving.get(), method, amount, worth);
            paid();
        }
        ServerActs.serves(world, dice);
        if (dice.chance(OVER_PERCENT)) {
            server.sessions().forEach(each -> server.close(gateway, each, "closed"));
        }
        scheduler.runToIdle();
        if (!forGood && dice.chance(DROPPED_PERCENT)) {
            world.chain().reorganise(1, dice, MINED_AGAIN_PERCENT, paid -> Fate.REPLACED);
        }
        gateway.watch();
        scheduler.runToIdle();
        gateway.refund();
        scheduler.run(dice.nextInt(MOST_DONE_OF_REFUND));
        if (dice.chance(DEARER_PERCENT)) {
            world.chain().setPrice(dice.pick(List.of(5L, 20L, 60L)));
        }
    }

    /** What was asked for, if it was answered, is paid, for good or not yet, and presented. */
    private void paid() {
        int before = world.purchases().size();
        scheduler.runToIdle();
        if (world.purchases().size() > before) {
            Purchase purchase = world.purchases().getLast();
            PayerActs.payAsAsked(world, purchase);
            if (forGood) {
                world.mineForGood(dice);
            } else {
                world.chain().mine(dice, 100);
            }
            PayerActs.present(world, dice, purchase);
            scheduler.runToIdle();
        }
    }
}
