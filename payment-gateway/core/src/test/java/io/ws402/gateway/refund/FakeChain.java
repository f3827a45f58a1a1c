package io.ws402.gateway.refund;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.Dispatch;
import io.ws402.gateway.method.Outbound;
import io.ws402.gateway.method.Reconciliation;
import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.RefundPlan;
import io.ws402.gateway.method.RefundRail;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.LongStream;

/**
 * A fake of a chain whose accounts send by sequence numbers, in memory and for tests only: a pool of waiting transactions,
 * one for each number, mined strictly in order. Blocks come when the test says so. Thread-safe.
 */
class FakeChain implements RefundRail {
    static final Asset COIN = new Asset(new AssetId("fake:1/slip44:60"), "COIN", 18);
    static final String SIGNER = "fake:1:0xwallet";
    static final String REFUSES = "0xrefuses";
    private static final long GAS = 3;

    private final TreeMap<Long, JsonObject> pool = new TreeMap<>();
    private final Map<String, JsonObject> mined = new HashMap<>();
    private final Set<String> stuck = new HashSet<>();
    private final List<String> arrived = new ArrayList<>();
    private RefundPlan plan = new RefundPlan.Send(fee());
    private long nextMined = 5;

    static Money fee() {
        return new Money(COIN, BigInteger.valueOf(GAS));
    }

    synchronized void willPlan(RefundPlan next) {
        plan = next;
    }

    /** Mines what waits, in order of its numbers, up to the first gap. */
    synchronized void mine() {
        for (JsonObject tx = pool.remove(nextMined); tx != null; tx = pool.remove(nextMined)) {
            boolean succeeds = !tx.getString("to").equals(REFUSES);
            mined.put(tx.getString("id"), tx.copy().put("succeeded", succeeds));
            if (succeeds) {
                arrived.add(tx.getString("refund"));
            }
            nextMined++;
        }
    }

    /** The pool forgets what waits. */
    synchronized void forget() {
        pool.clear();
    }

    /** What waits does not move any more. */
    synchronized void stick() {
        pool.values().forEach(tx -> stuck.add(tx.getString("id")));
    }

    /** A transaction that is not ours takes the signer's next number. */
    synchronized void numberTakenByAnother() {
        pool.remove(nextMined);
        nextMined++;
    }

    /** The refunds that arrived, one entry for each transfer. */
    synchronized List<String> arrived() {
        return List.copyOf(arrived);
    }

    synchronized int waiting() {
        return pool.size();
    }

    @Override
    public Optional<String> sequencer(Asset asset) {
        return Optional.of(SIGNER);
    }

    @Override
    public synchronized Future<Long> nextSequence(String sequencer) {
        return Future.succeededFuture(nextMined + pool.size());
    }

    /** What took the signer's numbers pays nobody. */
    @Override
    public synchronized Future<List<Outbound>> outbound(String sequencer, long from) {
        return Future.succeededFuture(LongStream.range(from, nextMined)
                .mapToObj(number -> new Outbound(
                        new SignedTransfer(
                                "0xanother" + number, number, Buffer.buffer(), new JsonObject().put("price", 0)),
                        fee(),
                        List.of()))
                .toList());
    }

    @Override
    public synchronized Future<RefundPlan> plan(RefundOrder order) {
        return Future.succeededFuture(plan);
    }

    @Override
    public Future<SignedTransfer> sign(RefundOrder order, long sequence) {
        return Future.succeededFuture(signed(order, sequence, 1));
    }

    @Override
    public Future<SignedTransfer> replace(RefundOrder order, SignedTransfer old) {
        return Future.succeededFuture(signed(order, old.sequence(), old.terms().getLong("price") + 1));
    }

    private static SignedTransfer signed(RefundOrder order, long sequence, long price) {
        JsonObject tx = new JsonObject()
                .put("id", "0x" + UUID.randomUUID())
                .put("refund", order.refundId())
                .put("to", order.recipient())
                .put("amount", order.amount().units().toString())
                .put("number", sequence)
                .put("price", price);
        return new SignedTransfer(tx.getString("id"), sequence, tx.toBuffer(), new JsonObject().put("price", price));
    }

    @Override
    public synchronized Future<Dispatch> dispatch(SignedTransfer signed) {
        JsonObject tx = signed.raw().toJsonObject();
        if (mined.containsKey(tx.getString("id"))) {
            return Future.succeededFuture(new Dispatch.Sent());
        }
        if (tx.getLong("number") < nextMined) {
            return Future.succeededFuture(new Dispatch.NotSent("the number is taken"));
        }
        JsonObject waits = pool.get(tx.getLong("number"));
        if (waits != null && !waits.equals(tx) && waits.getLong("price") >= tx.getLong("price")) {
            return Future.succeededFuture(new Dispatch.NotSent("another one waits that pays as much"));
        }
        pool.put(tx.getLong("number"), tx);
        return Future.succeededFuture(new Dispatch.Sent());
    }

    @Override
    public synchronized Future<Reconciliation> reconcile(RefundOrder order, List<SignedTransfer> signed) {
        for (SignedTransfer each : signed) {
            JsonObject tx = mined.get(each.txId());
            if (tx != null && tx.getBoolean("succeeded")) {
                return Future.succeededFuture(new Reconciliation.Confirmed(each.txId(), fee()));
            }
        }
        SignedTransfer latest = signed.getLast();
        if (latest.sequence() < nextMined) {
            boolean reverted = signed.stream()
                    .anyMatch(each -> each.sequence() == latest.sequence() && mined.containsKey(each.txId()));
            return Future.succeededFuture(
                    reverted
                            ? new Reconciliation.WithoutEffect("reverted", fee(), true)
                            : new Reconciliation.WithoutEffect("its number was taken", Money.zero(COIN), false));
        }
        JsonObject waits = pool.get(latest.sequence());
        if (waits == null) {
            return Future.succeededFuture(new Reconciliation.Missing());
        }
        return Future.succeededFuture(
                stuck.contains(waits.getString("id")) ? new Reconciliation.Stuck() : new Reconciliation.InFlight());
    }
}
