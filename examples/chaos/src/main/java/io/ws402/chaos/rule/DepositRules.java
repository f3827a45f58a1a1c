package io.ws402.chaos.rule;

import io.ws402.chaos.chain.ChainTransaction;
import io.ws402.chaos.chain.SimChain;
import io.ws402.chaos.chain.SimMethod;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** A deposit is what the chain shows, counts once, and is final or undone when the chain says so. */
final class DepositRules {
    private static final List<String> IDENTITY =
            List.of("asset", "settlement_key", "payer", "recipient", "amount", "kind", "from_credit");
    /** What changes only when a deposit that nobody had claimed is added to a session. */
    private static final List<String> PLACE = List.of("payment_id", "position", "worth");

    private static final Map<String, Set<String>> MOVES = Map.of(
            "unclaimed", Set.of("held", "settled", "reversed"),
            "held", Set.of("settled", "reversed"),
            "settled", Set.of("reversed"),
            "reversed", Set.of());

    private final SimChain chain;
    private final Map<String, ChainTransaction> sent;
    private final QuoteRules quotes;
    private final CreditRules credits;
    private final BiConsumer<String, String> violation;
    private final Map<String, String> depositOfKey = new HashMap<>();
    private final Map<String, Change> latest = new HashMap<>();

    /** @param sent everything that payers ever sent, by its hash */
    DepositRules(
            SimChain chain,
            Map<String, ChainTransaction> sent,
            QuoteRules quotes,
            CreditRules credits,
            BiConsumer<String, String> violation) {
        this.chain = chain;
        this.sent = sent;
        this.quotes = quotes;
        this.credits = credits;
        this.violation = violation;
    }

    /** Whether it came out of its payer's credit, and not by the chain. */
    static boolean isOfCredit(Change deposit) {
        return deposit.text("from_credit").equals("true");
    }

    Optional<Change> deposit(String id) {
        return Optional.ofNullable(latest.get(id));
    }

    void see(Change change) {
        String id = change.id();
        latest.put(id, change);
        if (change.isNew()) {
            if (isOfCredit(change)) {
                credits.seeTaker(change);
            } else {
                arrived(change, id);
            }
        } else {
            if (IDENTITY.stream().anyMatch(change::changes)) {
                violation.accept("a deposit stays what it is", id + " was changed");
            }
            boolean added = change.textBefore("state").equals("unclaimed")
                    && change.text("state").equals("held");
            if (PLACE.stream().anyMatch(change::changes) && !added) {
                violation.accept("a deposit stays where it is", id + " was moved to " + change.after());
            }
            String from = change.textBefore("state");
            String to = change.text("state");
            if (!from.equals(to) && !MOVES.getOrDefault(from, Set.of()).contains(to)) {
                violation.accept("deposits move forward", id + " went from " + from + " to " + to);
            }
        }
        worth(change, id);
        boolean becameReversed = change.text("state").equals("reversed")
                && !change.textBefore("state").equals("reversed");
        if (isOfCredit(change)) {
            if (becameReversed || change.text("final_at").isEmpty()) {
                violation.accept("nothing undoes credit", id + " is " + change.after());
            }
            return;
        }
        String transaction = SimMethod.transactionOf(change.text("settlement_key"));
        boolean becameFinal = !change.text("final_at").isEmpty()
                && change.textBefore("final_at").isEmpty();
        if (becameFinal && !chain.isFinal(transaction)) {
            violation.accept("final is what the chain can not undo", id + " is called final, its transaction is not");
        }
        if (becameReversed && !isGone(transaction)) {
            violation.accept("only the chain undoes a deposit", id + " is called undone, its transaction is not");
        }
    }

    /** What it counts for is what its quote says, and what is taken of it is its share, of which its payer keeps the rest. */
    private void worth(Change change, String id) {
        if (change.text("worth").isEmpty()) {
            return;
        }
        BigInteger amount = change.units("amount");
        BigInteger worth = change.units("worth");
        if (!quotes.countsAsQuoted(change)) {
            violation.accept("a deposit counts for what its quote says", id + " of " + amount + " counts for " + worth);
        }
        if (change.text("state").equals("settled")) {
            BigInteger used = change.units("worth_captured");
            BigInteger share = amount.multiply(used).divide(worth);
            if (!change.units("captured").equals(share)) {
                violation.accept(
                        "what is taken of a deposit is its share",
                        id + " of " + amount + " counts for " + worth + ", of which " + used + " was used, and "
                                + change.units("captured") + " was taken");
            }
        }
    }

    private boolean isGone(String transaction) {
        ChainTransaction known = sent.get(transaction);
        return known != null && chain.isSlotTaken(known.slot(), transaction);
    }

    private void arrived(Change change, String id) {
        String key = change.text("settlement_key");
        String other = depositOfKey.putIfAbsent(key, id);
        if (other != null) {
            violation.accept("a transfer counts once", key + " is deposit " + other + " and deposit " + id);
        }
        ChainTransaction transaction = sent.get(SimMethod.transactionOf(key));
        boolean asOnChain = transaction != null
                && transaction.from().equals(change.text("payer"))
                && transaction.to().equals(change.text("recipient"))
                && transaction.value().asset().id().value().equals(change.text("asset"))
                && transaction.value().units().equals(change.units("amount"));
        quotes.seeDeposit(change, id);
        if (!asOnChain) {
            violation.accept(
                    "what counts is what arrived", id + " says " + change.after() + ", sent was " + transaction);
        }
    }
}
