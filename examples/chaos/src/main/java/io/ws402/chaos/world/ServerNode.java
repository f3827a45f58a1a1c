package io.ws402.chaos.world;

import io.vertx.core.Future;
import io.ws402.chaos.schedule.Dice;
import io.ws402.chaos.schedule.SimProcess;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.access.Role;
import io.ws402.gateway.session.HoldRefund;
import io.ws402.protocol.gateway.GenerateRequest.TopUp;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.CheckpointOutcome;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.QuoteRequest;
import io.ws402.protocol.payment.SessionClaim;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.SettleOutcome;
import io.ws402.protocol.payment.TopUpOutcome;
import io.ws402.protocol.payment.Verification;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A WS402 server that runs, dies and runs again: a small model of the real one, around the real meter. */
public final class ServerNode {
    /** What every server sells. */
    static final String RESOURCE = "ticker";

    private final World world;
    private final String name;
    private final Caller caller;
    private final Map<String, Serving> sessions = new LinkedHashMap<>();
    private final Map<String, Final> journal = new LinkedHashMap<>();
    private int life;
    private int calls;
    private SimProcess process;

    /** A final reading that no gateway has answered yet. */
    private record Final(MeterReport report, String reason) {}

    ServerNode(World world, String name, String apiKeyId) {
        this.world = world;
        this.name = name;
        this.caller = new Caller(apiKeyId, World.MERCHANT, Role.SERVER);
        this.process = new SimProcess(name);
    }

    /** For the trace. */
    public String name() {
        return name;
    }

    SimProcess process() {
        return process;
    }

    /** Whether it runs. */
    public boolean isUp() {
        return process.isAlive();
    }

    String apiKeyId() {
        return caller.apiKeyId();
    }

    /** The server process, as leases name it. */
    String serverId() {
        return "srv-" + name + '-' + life;
    }

    List<Serving> sessions() {
        return List.copyOf(sessions.values());
    }

    boolean serves(Purchase purchase) {
        return sessions.values().stream().anyMatch(each -> each.purchase().equals(purchase));
    }

    boolean hasUndelivered() {
        return !journal.isEmpty();
    }

    /** It dies; its journal of final readings may die with it. */
    void crash(boolean journalLost) {
        process.kill();
        sessions.clear();
        if (journalLost) {
            journal.clear();
        }
    }

    void start() {
        if (!isUp()) {
            life++;
            process = new SimProcess(name);
        }
    }

    private <T> Future<T> call(GatewayNode gateway, String what, Function<GatewayNode.Services, Future<T>> request) {
        Message<T> message = new Message<>(world, process, gateway, what + " #" + life + '.' + calls++, request);
        world.scheduler().add(message);
        return message.future();
    }

    void quote(GatewayNode gateway, String payer, String method, String asset, BigInteger amount, PricePlan plan) {
        QuoteRequest request =
                new QuoteRequest(RESOURCE, amount, plan.maxDurationSeconds(), plan, method, asset, payer);
        call(
                        gateway,
                        "quote " + amount + ' ' + asset + " by " + method,
                        to -> to.payments().quote(caller, request))
                .onSuccess(outcome -> {
                    if (outcome instanceof QuoteOutcome.Quoted(var quote)) {
                        world.bought(new Purchase(payer, apiKeyId(), method, plan, quote, null));
                    }
                });
    }

    /** A payer asks to top a session up; in another asset the server says what that is worth in the session's. */
    void quoteTopUp(GatewayNode gateway, Serving serving, String method, Money amount, @Nullable BigInteger worth) {
        SessionGrant grant = serving.grant();
        Purchase purchase = serving.purchase();
        TopUp topUp = new TopUp(grant.paymentId(), grant.leaseEpoch(), worth);
        QuoteRequest request = new QuoteRequest(
                RESOURCE,
                amount.units(),
                grant.plan().maxDurationSeconds(),
                grant.plan(),
                method,
                amount.asset().id().value(),
                purchase.payer());
        call(
                        gateway,
                        "quote a top-up of " + grant.paymentId() + " by " + amount,
                        to -> to.payments().quoteTopUp(caller, topUp, request))
                .onSuccess(outcome -> {
                    if (outcome instanceof QuoteOutcome.Quoted(var quote)) {
                        world.bought(new Purchase(
                                purchase.payer(), apiKeyId(), method, grant.plan(), quote, grant.paymentId()));
                    }
                });
    }

    /** A payer presents the payment of a top-up, under the lease that the server has or believes to have. */
    void topUp(GatewayNode gateway, Purchase purchase, String paymentId, long leaseEpoch, PaymentProof proof) {
        TopUp topUp = new TopUp(paymentId, leaseEpoch);
        call(
                        gateway,
                        "top up " + paymentId + '@' + leaseEpoch,
                        to -> to.payments().topUp(caller, topUp, proof))
                .onSuccess(outcome -> {
                    if (outcome instanceof TopUpOutcome.Added added) {
                        purchase.added();
                        raise(paymentId, added.balance().units());
                    }
                });
    }

    private void raise(String paymentId, BigInteger balance) {
        Serving serving = sessions.get(paymentId);
        if (serving != null) {
            serving.raise(balance);
        }
    }

    Optional<Serving> serving(String paymentId) {
        return Optional.ofNullable(sessions.get(paymentId));
    }

    /** A payer connects with a proof, or its attempt is repeated under the same session id. */
    void present(GatewayNode gateway, Purchase purchase, PaymentProof proof, String sessionId) {
        SessionClaim claim = new SessionClaim(sessionId, serverId(), RESOURCE);
        String to = purchase.quote().paymentId();
        call(
                        gateway,
                        "verify " + to + " for " + sessionId,
                        service -> service.payments().verify(caller, proof, claim))
                .onSuccess(answer -> accepted(answer, purchase, sessionId));
    }

    void presentWithoutSession(GatewayNode gateway, Purchase purchase, PaymentProof proof, long timestamp) {
        purchase.holdWithoutSession();
        String to = purchase.quote().paymentId();
        call(
                gateway,
                "verify " + to + " as 0.1 at " + timestamp,
                service -> service.payments().verifyWithoutSession(caller, proof, timestamp));
    }

    void refundWithoutSession(GatewayNode gateway, Purchase purchase, PaymentProof proof, BigInteger amount) {
        world.said().asksBack(purchase.quote().paymentId(), amount);
        call(
                        gateway,
                        "refund " + amount + " of " + purchase.quote().paymentId(),
                        service -> service.settlements().refundWithoutSession(caller, proof, amount))
                .onSuccess(outcome -> {
                    if (outcome instanceof HoldRefund.Refunded(var settlement)) {
                        world.said().settled(settlement);
                    }
                });
    }

    void resume(GatewayNode gateway, Purchase purchase, String token, String sessionId) {
        SessionClaim claim = new SessionClaim(sessionId, serverId(), RESOURCE);
        String to = purchase.quote().paymentId();
        call(
                        gateway,
                        "resume " + to + " for " + sessionId,
                        service -> service.leases().resume(caller, token, claim))
                .onSuccess(answer -> accepted(answer, purchase, sessionId));
    }

    private void accepted(Verification answer, Purchase purchase, String sessionId) {
        if (answer instanceof Verification.Accepted(SessionGrant grant)) {
            world.said().granted(serverId(), sessionId, grant);
            purchase.granted(grant);
            Serving served = sessions.get(grant.paymentId());
            if (served == null || served.grant().leaseEpoch() < grant.leaseEpoch()) {
                sessions.put(
                        grant.paymentId(),
                        new Serving(
                                purchase,
                                grant,
                                world.clock()::nanos,
                                world.clock().elapsedMs()));
            }
        }
    }

    /** Traffic and signs of life of its payers, and the ends that time brings. */
    void serve(GatewayNode gateway, Dice dice) {
        long now = world.clock().elapsedMs();
        for (Serving each : sessions()) {
            each.meter().count(dice.nextInt(200_000), true);
            if (dice.chance(80)) {
                each.meter().confirm();
            }
            if (each.meter().exhausted() || each.meter().atMaxDuration()) {
                close(gateway, each, "used_up");
            } else if (now - each.renewedAtMs() > Policies.LEASES.outageGrace().toMillis()) {
                giveBack(gateway, List.of(each));
            }
        }
    }

    void checkpoint(GatewayNode gateway) {
        if (!sessions.isEmpty()) {
            List<MeterReport> reports =
                    sessions().stream().map(Serving::checkpoint).toList();
            send(gateway, reports);
        }
    }

    /** Sends readings, new ones or old ones again. */
    void send(GatewayNode gateway, List<MeterReport> reports) {
        reports.forEach(report -> world.said().reports(apiKeyId(), report));
        world.keep(this, reports);
        long sentAt = world.clock().elapsedMs();
        String by = serverId();
        call(
                        gateway,
                        "checkpoint " + figures(reports),
                        service -> service.leases().checkpoint(caller, by, reports))
                .onSuccess(outcome -> recorded(outcome, reports, sentAt));
    }

    private static String figures(List<MeterReport> reports) {
        List<String> figures = new ArrayList<>();
        reports.forEach(each -> figures.add(each.paymentId() + '@' + each.leaseEpoch() + '=' + each.consumed()));
        return figures.toString();
    }

    private void recorded(CheckpointOutcome outcome, List<MeterReport> reports, long sentAt) {
        if (outcome instanceof CheckpointOutcome.Recorded(var over, var toppedUp)) {
            toppedUp.forEach(each -> raise(each.paymentId(), each.balance()));
            for (MeterReport report : reports) {
                Serving serving = sessions.get(report.paymentId());
                boolean isOver = over.stream().anyMatch(each -> each.paymentId().equals(report.paymentId()));
                if (serving == null || serving.grant().leaseEpoch() != report.leaseEpoch()) {
                    continue;
                }
                if (isOver) {
                    sessions.remove(report.paymentId());
                } else {
                    serving.renewed(sentAt);
                }
            }
        }
    }

    void close(GatewayNode gateway, Serving serving, String reason) {
        sessions.remove(serving.grant().paymentId());
        Final last = new Final(serving.last(), reason);
        journal.put(last.report().paymentId(), last);
        world.keep(this, List.of(last.report()));
        settle(gateway, last);
    }

    /** Tries the final readings again that nobody has answered. */
    void deliver(GatewayNode gateway) {
        List.copyOf(journal.values()).forEach(last -> settle(gateway, last));
    }

    private void settle(GatewayNode gateway, Final last) {
        settle(gateway, last.report(), last.reason());
    }

    void settle(GatewayNode gateway, MeterReport report, String reason) {
        world.said().reports(apiKeyId(), report);
        call(
                        gateway,
                        "settle " + figures(List.of(report)),
                        service -> service.settlements().settle(caller, report, reason))
                .onSuccess(outcome -> {
                    if (outcome instanceof SettleOutcome.Settled(var settlement)) {
                        world.said().settled(settlement);
                    }
                    if (!(outcome instanceof SettleOutcome.Unavailable)) {
                        journal.remove(report.paymentId());
                    }
                });
    }

    /** Hands sessions over: their payers may go on elsewhere. */
    void giveBack(GatewayNode gateway, List<Serving> given) {
        List<MeterReport> reports = given.stream().map(Serving::last).toList();
        given.forEach(each -> sessions.remove(each.grant().paymentId()));
        reports.forEach(report -> world.said().reports(apiKeyId(), report));
        world.keep(this, reports);
        String by = serverId();
        call(gateway, "release " + figures(reports), service -> service.leases().release(caller, by, reports));
    }
}
