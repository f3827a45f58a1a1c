package io.ws402.chaos.world;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.chaos.chain.ChainPort;
import io.ws402.chaos.chain.SimMethod;
import io.ws402.chaos.chain.SimRail;
import io.ws402.chaos.schedule.Dice;
import io.ws402.chaos.schedule.SimProcess;
import io.ws402.chaos.solana.ClusterRail;
import io.ws402.gateway.access.SessionTokens;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.method.Capabilities.Binding;
import io.ws402.gateway.method.MethodRegistry;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.method.RefundRail;
import io.ws402.gateway.outbox.Outbox;
import io.ws402.gateway.payment.DepositWatcher;
import io.ws402.gateway.payment.InboundWatcher;
import io.ws402.gateway.payment.PaymentService;
import io.ws402.gateway.payment.QuoteExpiry;
import io.ws402.gateway.payment.UnattributedTransfers;
import io.ws402.gateway.payment.UnclaimedRefunds;
import io.ws402.gateway.payment.VerifyCounters;
import io.ws402.gateway.refund.CreditPayouts;
import io.ws402.gateway.refund.RefundEngine;
import io.ws402.gateway.refund.RefundWorker;
import io.ws402.gateway.refund.TransferRails;
import io.ws402.gateway.session.LeaseReaper;
import io.ws402.gateway.session.LeaseService;
import io.ws402.gateway.session.SessionGrants;
import io.ws402.gateway.session.SettlementService;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.Identifiers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** A gateway that runs, dies and runs again: the real services on the simulator's ports. */
public final class GatewayNode {
    private final World world;
    private final String name;
    private final Set<String> running = new HashSet<>();
    private int life;
    private boolean chainCut;
    private SimProcess process;
    private Services services;

    /** The services of one life. */
    record Services(
            PaymentService payments,
            LeaseService leases,
            SettlementService settlements,
            LeaseReaper reaper,
            RefundEngine refundEngine,
            RefundWorker refunds,
            DepositWatcher watcher,
            QuoteExpiry expiry,
            InboundWatcher inbound,
            UnclaimedRefunds unclaimed,
            CreditPayouts payouts,
            UnattributedTransfers unattributed) {}

    GatewayNode(World world, String name) {
        this.world = world;
        this.name = name;
        this.process = new SimProcess(name);
        this.services = build();
    }

    private Services build() {
        SessionTokens tokens = world.parts().tokens();
        Vertx vertx = world.parts().vertx();
        Dice dice = world.dice(100 + name.charAt(1), life);
        Identifiers identifiers = new Identifiers(world.clock(), dice);
        Database database = world.database()
                .database(process, world.scheduler(), world.alterations().sql());
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        MethodRegistry methods = new MethodRegistry(
                vertx,
                List.of(
                        method("amount", World.WALLETS.getFirst(), Binding.AMOUNT),
                        method("memo", World.WALLETS.getLast(), Binding.REFERENCE)),
                null);
        methods.start();
        SessionGrants grants = new SessionGrants(tokens);
        Ledger ledger = new Ledger();
        Outbox outbox = new Outbox();
        TransferRails rails = id -> methods.byId(id).map(PaymentMethod::refunds);
        RefundEngine engine = new RefundEngine(database, ledger, outbox, rails, Policies.REFUNDS, dice, meters);
        SettlementService settlements =
                new SettlementService(database, ledger, outbox, identifiers, Policies.LEASES, GatewayNode::nobodyWaits);
        return new Services(
                new PaymentService(
                        Policies.QUOTES,
                        Policies.LEASES,
                        database,
                        methods,
                        grants,
                        identifiers,
                        new SeededSecrets(dice),
                        new VerifyCounters(meters)),
                new LeaseService(database, tokens, grants, Policies.LEASES),
                settlements,
                new LeaseReaper(
                        vertx, database, ledger, outbox, identifiers, Policies.LEASES, GatewayNode::nobodyWaits),
                engine,
                new RefundWorker(vertx, engine, Policies.REFUNDS),
                new DepositWatcher(database, settlements, methods, meters),
                new QuoteExpiry(database, Policies.QUOTES),
                new InboundWatcher(database, methods, identifiers, meters),
                new UnclaimedRefunds(database, Policies.CLAIMABLE, identifiers, GatewayNode::nobodyWaits),
                new CreditPayouts(database, rails::refunds, Policies.REFUNDS, identifiers, GatewayNode::nobodyWaits),
                new UnattributedTransfers(database, ledger, identifiers));
    }

    // Refunds are worked on when the history says so.
    private static void nobodyWaits() {}

    private PaymentMethod method(String id, String wallet, Binding binding) {
        ChainPort port = new ChainPort(world.chain(), process, world.scheduler(), () -> !chainCut);
        RefundRail rail = binding == Binding.REFERENCE && world.refundsExpire()
                ? ClusterRail.of(
                        world.cluster(),
                        wallet,
                        port,
                        world.judge(),
                        world.clock()::nanos,
                        world.alterations().hearsay())
                : new SimRail(port, wallet, world.judge());
        return world.alterations().method().apply(new SimMethod(id, wallet, binding, port, rail));
    }

    /** For the trace. */
    public String name() {
        return name;
    }

    /** Its present life. */
    public SimProcess process() {
        return process;
    }

    /** Whether it runs. */
    public boolean isUp() {
        return process.isAlive();
    }

    Services services() {
        return services;
    }

    /** It dies, as by {@code kill -9}. */
    public void crash() {
        process.kill();
    }

    /** It runs again, if it does not. */
    public void start() {
        if (!isUp()) {
            life++;
            running.clear();
            process = new SimProcess(name);
            services = build();
        }
    }

    /** Cuts it off from the chain, or heals that. */
    public void cutFromChain(boolean cut) {
        chainCut = cut;
    }

    /** Whether it is cut off from the chain. */
    public boolean isCutFromChain() {
        return chainCut;
    }

    /** Starts one of its passes, unless it still runs: a pass never overlaps itself. */
    void pass(String which, Supplier<Future<?>> pass) {
        if (isUp() && running.add(which)) {
            SimProcess mine = process;
            pass.get().onComplete(done -> {
                if (mine.equals(process)) {
                    running.remove(which);
                }
            });
        }
    }

    /** Notes that it is there. */
    public void beat() {
        pass("beat", () -> services.reaper().beat());
    }

    /** Ends sessions whose servers are lost. */
    public void reap() {
        pass("reap", () -> services.reaper().reap());
    }

    /** Works on refunds. */
    public void refund() {
        pass("refund", () -> services.refunds().pass());
    }

    /** Asks whether deposits are final. */
    public void watch() {
        pass("watch", () -> services.watcher().pass());
    }

    /** Looks through what reached the wallets. */
    public void lookThrough() {
        pass("look", () -> services.inbound().pass());
    }

    /** Gives back what nobody claimed. */
    public void giveBackUnclaimed() {
        pass("unclaimed", () -> services.unclaimed().pass());
    }

    /** Pays out payers' credit. */
    public void payOut() {
        pass("payouts", () -> services.payouts().pass());
    }

    /** Expires quotes. */
    public void expire() {
        pass("expire", () -> services.expiry().pass());
    }
}
