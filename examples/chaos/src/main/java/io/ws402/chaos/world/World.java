package io.ws402.chaos.world;

import io.vertx.sqlclient.Tuple;
import io.ws402.chaos.chain.ChainTransaction;
import io.ws402.chaos.chain.SimChain;
import io.ws402.chaos.chain.Turn;
import io.ws402.chaos.database.Stage;
import io.ws402.chaos.rule.Judge;
import io.ws402.chaos.rule.Said;
import io.ws402.chaos.schedule.Dice;
import io.ws402.chaos.schedule.Scheduler;
import io.ws402.chaos.schedule.SimClock;
import io.ws402.chaos.schedule.SimProcess;
import io.ws402.chaos.solana.Cluster;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.MeterReport;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Everything there is in one history: two gateways on one database, three servers of two API keys, four payers, one chain. */
public final class World {
    /** The gateways' wallets, one for each method. */
    static final List<String> WALLETS = List.of("W1", "W2");

    static final String MERCHANT = "mch_sim";
    static final List<String> PAYERS = List.of("P1", "P2", "P3", "P4");
    private static final List<String> KEYS = List.of("key_a", "key_b");

    private static final long HAND_PRICE = 1_000;
    private static final int EXPIRING_PERCENT = 50;

    private final long seed;
    private final Parts parts;
    private final Stage.Connections database;
    private final Scheduler scheduler;
    private final SimClock clock;
    private final Alterations alterations;
    private final boolean refundsExpire;
    private final SimChain chain;
    private final Cluster cluster;
    private final Map<String, ChainTransaction> sent = new HashMap<>();
    private final Said said = new Said();
    private final Judge judge;
    private final List<GatewayNode> gateways;
    private final List<ServerNode> servers;
    private final List<Purchase> purchases = new ArrayList<>();
    private final List<OldReport> oldReports = new ArrayList<>();
    private final Set<String> cuts = new HashSet<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private int names;

    /** A reading that was sent once, and may arrive again. */
    record OldReport(ServerNode by, MeterReport report) {}

    /** On a stage that was cleared. */
    public World(long seed, Parts parts, Stage stage, Scheduler scheduler, Alterations alterations) {
        this.seed = seed;
        this.parts = parts;
        this.database = stage.begin();
        this.scheduler = scheduler;
        this.clock = stage.clock();
        this.alterations = alterations;
        this.refundsExpire = Dice.of(seed, 8).chance(EXPIRING_PERCENT);
        this.chain = new SimChain(clock);
        this.cluster = new Cluster(chain, Dice.of(seed, 9));
        this.judge = new Judge(stage, chain, sent, WALLETS, Policies.LEASES, Policies.QUOTES, said);
        this.gateways = List.of(new GatewayNode(this, "g1"), new GatewayNode(this, "g2"));
        this.servers = List.of(
                new ServerNode(this, "s1", KEYS.getFirst()),
                new ServerNode(this, "s2", KEYS.getFirst()),
                new ServerNode(this, "s3", KEYS.getLast()));
        scheduler.afterEach(database::goOn);
    }

    /** Merchant and API keys: once for each stage. */
    public static void prepare(Stage stage) {
        stage.observe(
                "INSERT INTO merchants (id, name, fee_basis_points) VALUES ($1, 'Simulated', 250)", Tuple.of(MERCHANT));
        for (String key : KEYS) {
            stage.observe(
                    "INSERT INTO api_keys (id, merchant_id, role, label, secret_hash)"
                            + " VALUES ($1, $2, 'server', $1, sha256($1::text::bytea))",
                    Tuple.of(key, MERCHANT));
        }
    }

    Parts parts() {
        return parts;
    }

    Stage.Connections database() {
        return database;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    /** Its time. */
    public SimClock clock() {
        return clock;
    }

    Alterations alterations() {
        return alterations;
    }

    /** Whether the rail of the method that binds by reference has no sequence numbers, as Solana's. */
    boolean refundsExpire() {
        return refundsExpire;
    }

    /** Its chain. */
    public SimChain chain() {
        return chain;
    }

    /** The chain as a Solana cluster. */
    Cluster cluster() {
        return cluster;
    }

    /** Who watches it. */
    public Judge judge() {
        return judge;
    }

    Said said() {
        return said;
    }

    /** Dice of its own for a part of it. */
    Dice dice(long... path) {
        long[] whole = new long[path.length + 1];
        whole[0] = 3;
        System.arraycopy(path, 0, whole, 1, path.length);
        return Dice.of(seed, whole);
    }

    /** Its gateways. */
    public List<GatewayNode> gateways() {
        return gateways;
    }

    List<ServerNode> servers() {
        return servers;
    }

    List<Purchase> purchases() {
        return purchases;
    }

    List<OldReport> oldReports() {
        return oldReports;
    }

    void bought(Purchase purchase) {
        purchases.add(purchase);
    }

    void keep(ServerNode by, List<MeterReport> reports) {
        reports.forEach(report -> oldReports.add(new OldReport(by, report)));
    }

    /** A name that was not given before in this history. */
    String nextName(String prefix) {
        return prefix + '_' + ++names;
    }

    /** A payer sends money. */
    ChainTransaction pay(String payer, String wallet, Money value, String memo) {
        long sequence = sequences.merge(payer, 1L, Long::sum) - 1;
        ChainTransaction transaction = new ChainTransaction(
                nextName("tx"),
                payer,
                new Turn.Numbered(sequence),
                wallet,
                value,
                memo,
                null,
                Integer.MAX_VALUE,
                BigInteger.ZERO);
        sent.put(transaction.id(), transaction);
        chain.submit(transaction);
        return transaction;
    }

    /** Whatever waits is mined, and is final. */
    void mineForGood(Dice dice) {
        for (int block = 0; block <= SimChain.FINAL_DEPTH; block++) {
            chain.mine(dice, 100);
        }
    }

    /** Wallets send again what the network has forgotten: those of payers, and of whoever sends by hand. */
    void walletsSendAgain() {
        sent.values().stream().sorted(ChainTransaction.IN_TURN).forEach(chain::submit);
    }

    /** An operator takes the wallet's next number for something else. */
    void useByHand(String wallet) {
        ChainTransaction transaction = new ChainTransaction(
                nextName("hand"),
                wallet,
                new Turn.Numbered(chain.minedSequence(wallet)),
                "H",
                new Money(SimChain.COIN, BigInteger.ONE),
                "",
                null,
                HAND_PRICE,
                SimChain.fee(HAND_PRICE));
        sent.put(transaction.id(), transaction);
        chain.submit(transaction);
    }

    void cut(ServerNode server, GatewayNode gateway) {
        cuts.add(server.name() + gateway.name());
    }

    /** Whether a server reaches no gateway. */
    boolean isCutOff(ServerNode server) {
        return gateways.stream().allMatch(gateway -> cuts.contains(server.name() + gateway.name()));
    }

    void healNetwork() {
        cuts.clear();
        gateways.forEach(gateway -> gateway.cutFromChain(false));
    }

    boolean isWhole() {
        return cuts.isEmpty() && gateways.stream().noneMatch(GatewayNode::isCutFromChain);
    }

    boolean isCut(SimProcess server, GatewayNode gateway) {
        return cuts.contains(server.name() + gateway.name());
    }
}
