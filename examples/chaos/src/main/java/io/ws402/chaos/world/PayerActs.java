package io.ws402.chaos.world;

import io.ws402.chaos.chain.ChainTransaction;
import io.ws402.chaos.chain.SimChain;
import io.ws402.chaos.schedule.Dice;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.SessionGrant;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What payers do: buy, pay well or badly, present proofs, also those of others, and come back. */
final class PayerActs {
    private static final int LONGEST_SECONDS = 60;
    // Few, so that quotes compete for amounts; from dust to what must be final before it counts.
    private static final List<BigInteger> PRICES = Stream.of(1, 4, 100, 100, 1_000, 1_000, 3_000, 6_000)
            .map(BigInteger::valueOf)
            .toList();
    private static final int AGAIN_PERCENT = 15;
    private static final int LIKE_BEFORE_PERCENT = 50;

    private PayerActs() {}

    static List<Act> all() {
        return List.of(
                Act.usual(10, PayerActs::buys),
                Act.usual(14, PayerActs::pays),
                Act.usual(14, PayerActs::presents),
                Act.usual(4, PayerActs::presentsAgain),
                Act.fault(2, PayerActs::presentsAnothersTransaction),
                Act.usual(7, PayerActs::resumes),
                Act.usual(5, PayerActs::asksToTopUp),
                Act.usual(2, PayerActs::presentsWithoutSession),
                Act.usual(3, PayerActs::asksForARefundAsOldServersDo));
    }

    private static Optional<ServerNode> server(World world, Dice dice) {
        List<ServerNode> up = world.servers().stream().filter(ServerNode::isUp).toList();
        return up.isEmpty() ? Optional.empty() : Optional.of(dice.pick(up));
    }

    /** A server that may speak for the payment. */
    private static Optional<ServerNode> serverOf(World world, Dice dice, Purchase purchase) {
        List<ServerNode> up = world.servers().stream()
                .filter(each -> each.isUp() && each.apiKeyId().equals(purchase.apiKeyId()))
                .toList();
        return up.isEmpty() ? Optional.empty() : Optional.of(dice.pick(up));
    }

    private static Optional<Purchase> purchase(World world, Dice dice) {
        return world.purchases().isEmpty() ? Optional.empty() : Optional.of(dice.pick(world.purchases()));
    }

    static Optional<String> buys(World world, Dice dice) {
        Optional<Purchase> like = dice.chance(LIKE_BEFORE_PERCENT) ? purchase(world, dice) : Optional.empty();
        String payer = like.map(Purchase::payer).orElseGet(() -> dice.pick(World.PAYERS));
        String method = like.map(Purchase::method).orElseGet(() -> dice.chance(50) ? "amount" : "memo");
        Asset asset = like.map(before -> before.quote().price().asset())
                .orElseGet(() -> dice.chance(50) ? SimChain.COIN : SimChain.TOKEN);
        PricePlan plan = new PricePlan(
                SimChain.units(asset, dice.amount(0, 100)),
                SimChain.units(asset, dice.amount(0, 50)),
                SimChain.units(asset, dice.amount(0, 20)),
                dice.between(1, LONGEST_SECONDS));
        BigInteger amount = SimChain.units(asset, dice.pick(PRICES));
        GatewayNode gateway = dice.pick(world.gateways());
        return server(world, dice).map(server -> {
            server.quote(gateway, payer, method, asset.symbol(), amount, plan);
            return payer + " asks " + server.name() + " for " + amount + ' ' + asset.symbol() + " by " + method;
        });
    }

    private static Optional<String> pays(World world, Dice dice) {
        boolean again = dice.chance(AGAIN_PERCENT);
        List<Purchase> open = world.purchases().stream()
                .filter(each -> again || each.paid().isEmpty())
                .toList();
        return open.isEmpty() ? Optional.empty() : pay(world, dice, dice.pick(open));
    }

    static Optional<String> pay(World world, Dice dice, Purchase purchase) {
        Money price = purchase.quote().price();
        BigInteger units = dice.chance(12)
                ? price.units().add(dice.amount(0, 3)).max(BigInteger.TWO).subtract(BigInteger.ONE)
                : price.units();
        Asset other = price.asset().equals(SimChain.COIN) ? SimChain.TOKEN : SimChain.COIN;
        Money value = new Money(dice.chance(6) ? other : price.asset(), units);
        ChainTransaction paid = pay(world, purchase, value);
        return Optional.of(purchase.payer() + " pays " + value.units() + ' '
                + value.asset().symbol() + " of " + price.units() + ' '
                + price.asset().symbol() + " for " + purchase.quote().paymentId() + " by " + paid.id());
    }

    static void payAsAsked(World world, Purchase purchase) {
        pay(world, purchase, purchase.quote().price());
    }

    private static ChainTransaction pay(World world, Purchase purchase, Money value) {
        String wallet = World.WALLETS.get(purchase.method().equals("amount") ? 0 : 1);
        String memo = purchase.method().equals("memo") ? purchase.quote().reference() : "";
        ChainTransaction paid = world.pay(purchase.payer(), wallet, value, memo);
        purchase.paid().add(paid);
        return paid;
    }

    private static Optional<String> presents(World world, Dice dice) {
        boolean again = dice.chance(AGAIN_PERCENT);
        List<Purchase> paid = world.purchases().stream()
                .filter(each -> !each.paid().isEmpty() && (again || !each.isServed()))
                .toList();
        return paid.isEmpty() ? Optional.empty() : present(world, dice, dice.pick(paid));
    }

    static Optional<String> present(World world, Dice dice, Purchase purchase) {
        ChainTransaction transaction = dice.pick(purchase.paid());
        String toppedUp = purchase.toppedUp();
        if (toppedUp != null) {
            return topUp(world, dice, purchase, toppedUp, transaction);
        }
        String session = world.nextName("ses");
        GatewayNode gateway = dice.pick(world.gateways());
        return serverOf(world, dice, purchase).map(server -> {
            purchase.attempts().add(server.name() + ' ' + session);
            server.present(gateway, purchase, purchase.proof(transaction), session);
            return purchase.payer() + " presents " + transaction.id() + " to " + server.name() + " as " + session;
        });
    }

    /** At the server that serves the session; or at any other one, which it may have left or not yet reached. */
    private static Optional<String> topUp(
            World world, Dice dice, Purchase purchase, String toppedUp, ChainTransaction transaction) {
        GatewayNode gateway = dice.pick(world.gateways());
        Optional<ServerNode> serving = world.servers().stream()
                .filter(each -> each.isUp() && each.serving(toppedUp).isPresent())
                .findFirst();
        return serving.or(() -> server(world, dice)).map(server -> {
            long epoch = server.serving(toppedUp)
                    .map(each -> each.grant().leaseEpoch())
                    .orElse(1L);
            server.topUp(gateway, purchase, toppedUp, epoch, purchase.proof(transaction));
            return purchase.payer() + " tops up " + toppedUp + " with " + transaction.id() + " at " + server.name()
                    + " in epoch " + epoch;
        });
    }

    static Optional<String> asksToTopUp(World world, Dice dice) {
        List<ServerNode> serving = world.servers().stream()
                .filter(each -> each.isUp() && !each.sessions().isEmpty())
                .toList();
        if (serving.isEmpty()) {
            return Optional.empty();
        }
        ServerNode server = dice.pick(serving);
        Serving session = dice.pick(server.sessions());
        Asset own = session.grant().balance().asset();
        Asset asset = dice.chance(40) ? own.equals(SimChain.COIN) ? SimChain.TOKEN : SimChain.COIN : own;
        BigInteger amount = SimChain.units(asset, dice.pick(PRICES));
        String method = dice.chance(75) ? session.purchase().method() : dice.pick(List.of("amount", "memo"));
        // From one unit of the other asset being worth many to many being worth one.
        BigInteger worth = asset.equals(own) ? null : SimChain.units(own, dice.pick(PRICES));
        server.quoteTopUp(dice.pick(world.gateways()), session, method, new Money(asset, amount), worth);
        return Optional.of(session.purchase().payer() + " asks " + server.name() + " to top up "
                + session.grant().paymentId() + " by " + amount + ' ' + asset.symbol() + " by " + method
                + (worth == null ? "" : ", worth " + worth));
    }

    private static Optional<String> presentsAgain(World world, Dice dice) {
        return purchase(world, dice).filter(each -> !each.attempts().isEmpty()).flatMap(purchase -> {
            String[] attempt = dice.pick(purchase.attempts()).split(" ", 2);
            GatewayNode gateway = dice.pick(world.gateways());
            ChainTransaction transaction = dice.pick(purchase.paid());
            return world.servers().stream()
                    .filter(each -> each.isUp() && each.name().equals(attempt[0]))
                    .findFirst()
                    .map(server -> {
                        server.present(gateway, purchase, purchase.proof(transaction), attempt[1]);
                        return server.name() + " repeats " + attempt[1] + " of "
                                + purchase.quote().paymentId();
                    });
        });
    }

    private static Optional<String> presentsAnothersTransaction(World world, Dice dice) {
        return purchase(world, dice).flatMap(purchase -> {
            List<ChainTransaction> others = world.purchases().stream()
                    .filter(each -> !each.equals(purchase) && each.method().equals(purchase.method()))
                    .flatMap(each -> each.paid().stream())
                    .toList();
            if (others.isEmpty()) {
                return Optional.empty();
            }
            ChainTransaction stolen = dice.pick(others);
            String session = world.nextName("ses");
            GatewayNode gateway = dice.pick(world.gateways());
            return serverOf(world, dice, purchase).map(server -> {
                server.present(gateway, purchase, purchase.proof(stolen), session);
                return "somebody presents " + stolen.id() + " for "
                        + purchase.quote().paymentId() + " to " + server.name();
            });
        });
    }

    static Optional<String> resumes(World world, Dice dice) {
        List<Purchase> granted =
                world.purchases().stream().filter(each -> each.grant() != null).toList();
        if (granted.isEmpty()) {
            return Optional.empty();
        }
        return resume(world, dice, dice.pick(granted));
    }

    static Optional<String> resume(World world, Dice dice, Purchase purchase) {
        SessionGrant grant = purchase.grant();
        String token = grant == null ? null : grant.resumeToken();
        GatewayNode gateway = dice.pick(world.gateways());
        if (grant == null || token == null) {
            return Optional.empty();
        }
        return server(world, dice).map(server -> {
            server.resume(gateway, purchase, token, world.nextName("ses"));
            return purchase.payer() + " resumes " + grant.paymentId() + " of epoch " + grant.leaseEpoch() + " at "
                    + server.name();
        });
    }

    private static Optional<String> presentsWithoutSession(World world, Dice dice) {
        List<Purchase> paid = world.purchases().stream()
                .filter(each -> !each.paid().isEmpty() && each.attempts().isEmpty())
                .toList();
        if (paid.isEmpty()) {
            return Optional.empty();
        }
        Purchase purchase = dice.pick(paid);
        long timestamp = dice.between(1, 2);
        GatewayNode gateway = dice.pick(world.gateways());
        return serverOf(world, dice, purchase).map(server -> {
            server.presentWithoutSession(
                    gateway, purchase, purchase.proof(purchase.paid().getFirst()), timestamp);
            return server.name() + " verifies " + purchase.quote().paymentId() + " as a 0.1 server";
        });
    }

    private static Optional<String> asksForARefundAsOldServersDo(World world, Dice dice) {
        List<Purchase> held =
                world.purchases().stream().filter(Purchase::isWithoutSession).toList();
        if (held.isEmpty()) {
            return Optional.empty();
        }
        Purchase purchase = dice.pick(held);
        BigInteger amount = dice.amount(0, purchase.quote().price().units().longValueExact() + 1);
        GatewayNode gateway = dice.pick(world.gateways());
        return serverOf(world, dice, purchase).map(server -> {
            server.refundWithoutSession(
                    gateway, purchase, purchase.proof(purchase.paid().getFirst()), amount);
            return server.name() + " asks " + amount + " of " + purchase.quote().paymentId() + " back";
        });
    }
}
