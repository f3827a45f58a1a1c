package io.ws402.chaos.rule;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** What became credit of a payer is taken up once and whole, by a payout or by a deposit of a later payment of that payer. */
final class CreditRules {
    private static final List<String> OF_WHOM = List.of("merchant_id", "method", "asset");

    private final BiConsumer<String, String> violation;
    private final Map<String, Set<String>> takenBy = new HashMap<>();
    private final Map<String, Change> credited = new HashMap<>();
    private final Map<String, Change> takers = new HashMap<>();
    private final Set<String> unchecked = new HashSet<>();

    CreditRules(BiConsumer<String, String> violation) {
        this.violation = violation;
    }

    /** The refunds that a payout, or a deposit out of credit, has taken up. */
    Set<String> takenBy(String taker) {
        return takenBy.getOrDefault(taker, Set.of());
    }

    void seeRefund(Change change) {
        String id = change.id();
        if (change.isNew() && change.text("kind").equals("credit")) {
            seeTaker(change);
        }
        boolean taken = !taker(change.text("paid_out_by"), change.text("applied_to"))
                .equals(taker(change.textBefore("paid_out_by"), change.textBefore("applied_to")));
        if (!taken) {
            return;
        }
        boolean open = change.textBefore("state").equals("credited")
                && change.textBefore("paid_out_by").isEmpty()
                && change.textBefore("applied_to").isEmpty();
        boolean one = change.text("paid_out_by").isEmpty()
                || change.text("applied_to").isEmpty();
        if (!open || !one) {
            violation.accept("credit is taken up once", id + " was taken up again: " + change.after());
        }
        credited.put(id, change);
        String by = taker(change.text("paid_out_by"), change.text("applied_to"));
        takenBy.computeIfAbsent(by, taker -> new TreeSet<>()).add(id);
        unchecked.add(by);
    }

    /** A deposit out of credit, or a payout. */
    void seeTaker(Change change) {
        takers.put(change.id(), change);
        unchecked.add(change.id());
    }

    private static String taker(String paidOutBy, String appliedTo) {
        return paidOutBy + appliedTo;
    }

    /** Once everything of a step was seen. */
    void check() {
        unchecked.forEach(this::addsUp);
        unchecked.clear();
    }

    private void addsUp(String id) {
        Change taker = takers.get(id);
        if (taker == null) {
            violation.accept("credit is taken up by something", takenBy(id) + " went to " + id + ", which is nothing");
            return;
        }
        BigInteger sum = BigInteger.ZERO;
        for (String each : takenBy(id)) {
            Change refund = Objects.requireNonNull(credited.get(each));
            sum = sum.add(refund.units("amount"));
            boolean same =
                    OF_WHOM.stream().allMatch(column -> refund.text(column).equals(taker.text(column)))
                            && refund.text("recipient").equals(payerOf(taker));
            if (!same) {
                violation.accept("credit stays its payer's", each + " was taken up by " + taker.after());
            }
        }
        if (!sum.equals(taker.units("amount"))) {
            violation.accept(
                    "what takes up credit is what it takes",
                    id + " is of " + taker.units("amount") + ", and took up " + sum);
        }
    }

    private static String payerOf(Change taker) {
        return taker.text(taker.table().equals("deposits") ? "payer" : "recipient");
    }
}
