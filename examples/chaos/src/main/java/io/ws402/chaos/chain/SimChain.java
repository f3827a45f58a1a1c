package io.ws402.chaos.chain;

import io.ws402.chaos.chain.Block.Mined;
import io.ws402.chaos.schedule.Dice;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A chain whose accounts send by sequence numbers, or by transactions that expire: a pool, blocks, fees that rise and fall,
 * recipients that refuse, reorganisations down to the last final block and never below.
 */
public final class SimChain {
    /** The native coin. */
    public static final Asset COIN = new Asset(new AssetId("sim:1/slip44:60"), "COIN", 18);
    /** A token, whose transfers are paid for in the coin. */
    public static final Asset TOKEN = new Asset(new AssetId("sim:1/erc20:0x70"), "TOKEN", 6);

    /** A block with so many above it can not be undone. */
    public static final int FINAL_DEPTH = 2;

    private static final int USUAL_PRICE = 2;
    private static final BigInteger GAS = BigInteger.valueOf(10_000);
    // About what a transaction costs; odd, so that divisions leave something.
    private static final BigInteger COINS = BigInteger.valueOf(9_973);

    private final InstantSource clock;
    private final List<Block> blocks = new ArrayList<>();
    private final Map<String, ChainTransaction> pool = new TreeMap<>();
    private final Set<String> refusing = new HashSet<>();
    private long price = USUAL_PRICE;

    public SimChain(InstantSource clock) {
        this.clock = clock;
        for (int height = 0; height <= FINAL_DEPTH; height++) {
            blocks.add(new Block(clock.instant(), List.of()));
        }
    }

    /** The number of the newest block. */
    public int height() {
        return blocks.size() - 1;
    }

    /** What a transaction must offer to be mined now. */
    public long price() {
        return price;
    }

    /** What something is sold for, in smallest units: of the coin so many that they are worth a transaction's fee. */
    public static BigInteger units(Asset asset, BigInteger price) {
        return asset.equals(COIN) ? price.multiply(COINS) : price;
    }

    /** What a transaction costs that offers so much. */
    public static BigInteger fee(long offered) {
        return GAS.multiply(BigInteger.valueOf(offered));
    }

    /** Fees rise or fall. */
    public void setPrice(long newPrice) {
        price = newPrice;
    }

    /** Makes an account refuse money, or take it again. */
    public void refuse(String account, boolean refuses) {
        if (refuses) {
            refusing.add(account);
        } else {
            refusing.remove(account);
        }
    }

    /** Whether an account refuses money now. */
    public boolean refuses(String account) {
        return refusing.contains(account);
    }

    /** Whether a transaction would fail now, because who receives it refuses it. */
    public boolean refuses(ChainTransaction transaction) {
        return transaction.canBeRefused() && refuses(transaction.to());
    }

    /** Hands a transaction to the pool; why it does not take it, or null. */
    public @Nullable String submit(ChainTransaction transaction) {
        if (find(transaction.id()).isPresent()) {
            return null;
        }
        if (isUsed(transaction.slot())) {
            return "nonce too low";
        }
        if (hasExpired(transaction)) {
            return "blockhash not found";
        }
        ChainTransaction waits = pool.get(transaction.slot());
        if (waits != null && !waits.id().equals(transaction.id()) && waits.price() >= transaction.price()) {
            return "replacement transaction underpriced";
        }
        pool.put(transaction.slot(), transaction);
        return null;
    }

    private boolean hasExpired(ChainTransaction transaction) {
        return transaction.turn() instanceof Turn.Until(int lastHeight) && lastHeight <= height();
    }

    private boolean isUsed(String slot) {
        return mined().anyMatch(each -> each.transaction().slot().equals(slot));
    }

    private Stream<Mined> mined() {
        return blocks.stream().flatMap(block -> block.mined().stream());
    }

    /** The number that the next mined transaction of an account has. */
    public long minedSequence(String account) {
        return sequenceAt(account, height());
    }

    long sequenceAt(String account, int height) {
        return blocks.subList(0, height + 1).stream()
                .flatMap(block -> block.mined().stream())
                .map(Mined::transaction)
                .filter(each -> each.isNumbered() && each.from().equals(account))
                .count();
    }

    /** That number, with what waits in the pool counted. */
    public long pendingSequence(String account) {
        long next = minedSequence(account);
        while (pool.containsKey(ChainTransaction.slot(account, next))) {
            next++;
        }
        return next;
    }

    /** A transaction waiting in the pool. */
    public Optional<ChainTransaction> waiting(String id) {
        return pool.values().stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /** A mined transaction with the block it is in. */
    public record Found(int height, ChainTransaction transaction, boolean succeeded) {
        /** What it cost its sender. */
        public BigInteger fee() {
            return transaction.fee();
        }
    }

    /** Finds a mined transaction. */
    public Optional<Found> find(String id) {
        for (int height = 0; height < blocks.size(); height++) {
            for (Mined each : blocks.get(height).mined()) {
                if (each.transaction().id().equals(id)) {
                    return Optional.of(new Found(height, each.transaction(), each.succeeded()));
                }
            }
        }
        return Optional.empty();
    }

    /** When a block was mined. */
    public Instant timeOf(int height) {
        return blocks.get(height).time();
    }

    /** Whether a block can no longer be undone. */
    public boolean isFinal(int height) {
        return height <= finalHeight();
    }

    int finalHeight() {
        return height() - FINAL_DEPTH;
    }

    /** Whether a transaction is mined for good. */
    public boolean isFinal(String id) {
        return find(id).filter(found -> isFinal(found.height())).isPresent();
    }

    /** Whether another transaction has taken this one's place for good. */
    public boolean isSlotTaken(String slot, String transactionId) {
        return blocks.subList(0, finalHeight() + 1).stream()
                .flatMap(block -> block.mined().stream())
                .map(Mined::transaction)
                .anyMatch(each -> each.slot().equals(slot) && !each.id().equals(transactionId));
    }

    /** Who used this number of an account, once that is final. */
    Optional<ChainTransaction> finalUserOf(String account, long sequence) {
        return blocks.subList(0, finalHeight() + 1).stream()
                .flatMap(block -> block.mined().stream())
                .map(Mined::transaction)
                .filter(each -> each.slot().equals(ChainTransaction.slot(account, sequence)))
                .findFirst();
    }

    /** Mines a block of what waits, in the order of its senders' numbers; each candidate with this chance. */
    public void mine(Dice dice, int percent) {
        List<Mined> mined = new ArrayList<>();
        Map<String, Long> next = new HashMap<>();
        List<ChainTransaction> waiting = new ArrayList<>(pool.values());
        waiting.sort(ChainTransaction.IN_TURN);
        for (ChainTransaction each : waiting) {
            long expected = next.computeIfAbsent(each.from(), this::minedSequence);
            boolean isOver = switch (each.turn()) {
                case Turn.Numbered(long number) -> number < expected;
                case Turn.Until until -> hasExpired(each);
            };
            boolean isNext = switch (each.turn()) {
                case Turn.Numbered(long number) -> number == expected;
                case Turn.Until until -> true;
            };
            if (isOver) {
                pool.remove(each.slot());
            } else if (isNext && each.price() >= price && dice.chance(percent)) {
                pool.remove(each.slot());
                mined.add(new Mined(each, !refuses(each)));
                next.put(each.from(), each.isNumbered() ? expected + 1 : expected);
            }
        }
        blocks.add(new Block(clock.instant(), List.copyOf(mined)));
    }

    /** What a reorganisation makes of a transaction whose block it drops. */
    public enum Fate {
        /** It waits to be mined again. */
        WAITS,
        /** The network has forgotten it, until somebody sends it again. */
        FORGOTTEN,
        /** Its sender has another one mined in its place. */
        REPLACED
    }

    /**
     * Drops the newest blocks and grows as many and one more.
     *
     * @param depth at most {@link #FINAL_DEPTH}
     * @param percent each waiting transaction's chance in each of the new blocks
     */
    public void reorganise(int depth, Dice dice, int percent, Function<ChainTransaction, Fate> fate) {
        List<Mined> dropped = new ArrayList<>();
        for (int count = 0; count < depth; count++) {
            dropped.addAll(blocks.removeLast().mined());
        }
        for (Mined each : dropped) {
            ChainTransaction transaction = each.transaction();
            switch (fate.apply(transaction)) {
                case WAITS -> pool.putIfAbsent(transaction.slot(), transaction);
                case FORGOTTEN -> {}
                case REPLACED -> pool.put(transaction.slot(), replacement(transaction));
            }
        }
        for (int count = 0; count <= depth; count++) {
            mine(dice, percent);
        }
    }

    private static ChainTransaction replacement(ChainTransaction old) {
        return new ChainTransaction(
                old.id() + "'",
                old.from(),
                old.turn(),
                old.from(),
                new Money(old.value().asset(), BigInteger.ONE),
                "",
                null,
                Long.MAX_VALUE,
                BigInteger.ZERO);
    }

    /** The network forgets what waits. */
    public void forget() {
        pool.clear();
    }

    /** Everything that left an account for others, with the block. */
    public List<Found> sentBy(String account) {
        List<Found> sent = new ArrayList<>();
        for (int height = 0; height < blocks.size(); height++) {
            for (Mined each : blocks.get(height).mined()) {
                if (each.transaction().from().equals(account)) {
                    sent.add(new Found(height, each.transaction(), each.succeeded()));
                }
            }
        }
        return sent;
    }

    /** Everything that arrived at an account, with the block. */
    public List<Found> arrivedAt(String account) {
        List<Found> arrived = new ArrayList<>();
        for (int height = 0; height < blocks.size(); height++) {
            for (Mined each : blocks.get(height).mined()) {
                if (each.transaction().to().equals(account) && each.succeeded()) {
                    arrived.add(new Found(height, each.transaction(), true));
                }
            }
        }
        return arrived;
    }
}
