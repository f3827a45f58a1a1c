package io.ws402.chaos.rule;

import io.ws402.chaos.chain.SimChain;
import io.ws402.chaos.chain.SimChain.Found;
import io.ws402.chaos.chain.SimMethod;
import io.ws402.chaos.solana.Blockhashes;
import io.ws402.gateway.methods.solana.refund.Terms;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** A deposit is given back at most once, to who paid it, only after it is final, and nothing is sent unstored. */
final class RefundRules {
    private static final List<String> IDENTITY =
            List.of("kind", "deposit_id", "payment_id", "method", "asset", "recipient", "amount");
    /** Where what was signed has had no effect. */
    private static final Set<String> GIVEN_UP = Set.of("failed_safe", "credited");
    /** What changes of a refund that became credit, until something takes it up. */
    private static final Set<String> KEPT = Set.of("paid_out_by", "applied_to", "next_attempt_at");

    private final SimChain chain;
    private final DepositRules deposits;
    private final CreditRules credits;
    private final List<String> wallets;
    private final BiConsumer<String, String> violation;
    private final Map<String, Change> refunds = new HashMap<>();
    private final Map<String, String> refundOfDeposit = new HashMap<>();
    private final Map<String, String> refundOfNumber = new HashMap<>();
    private final Set<String> stored = new HashSet<>();
    private final List<Signature> signatures = new ArrayList<>();
    private final Map<String, Integer> signedAt = new HashMap<>();
    private final Map<String, List<Change>> signedUntil = new HashMap<>();

    private record Signature(String refundId, String transactionId, int height) {}

    RefundRules(
            SimChain chain,
            DepositRules deposits,
            CreditRules credits,
            List<String> wallets,
            BiConsumer<String, String> violation) {
        this.chain = chain;
        this.deposits = deposits;
        this.credits = credits;
        this.wallets = wallets;
        this.violation = violation;
    }

    void signed(String refundId, String transactionId, int height) {
        signatures.add(new Signature(refundId, transactionId, height));
        signedAt.put(transactionId, height);
    }

    void see(Change change) {
        String id = change.id();
        refunds.put(id, change);
        credits.seeRefund(change);
        if (change.isNew()) {
            planned(change, id);
            return;
        }
        if (IDENTITY.stream().anyMatch(change::changes)) {
            violation.accept("a refund stays what it is", id + " was changed to " + change.after());
        }
        boolean kept = change.textBefore("state").equals("credited") && KEPT.containsAll(change.changed());
        if (!change.textBefore("done_at").isEmpty() && !kept) {
            violation.accept("what is done stays done", id + " was written again: " + change.after());
        }
        if (change.text("state").equals("confirmed") && change.changes("state")) {
            confirmed(change, id);
        }
        if (GIVEN_UP.contains(change.text("state")) && change.changes("state")) {
            givenUp(id);
        }
    }

    private void planned(Change change, String id) {
        if (isOfCredit(change)) {
            return;
        }
        String depositId = change.text("deposit_id");
        String other = refundOfDeposit.putIfAbsent(depositId, id);
        if (other != null) {
            violation.accept("a deposit has one refund", depositId + " has " + other + " and " + id);
        }
    }

    private static boolean isOfCredit(Change refund) {
        return refund.text("kind").equals("credit");
    }

    private void confirmed(Change change, String id) {
        boolean arrived = chain.find(change.text("tx_id"))
                .filter(found -> found.succeeded() && chain.isFinal(found.height()))
                .filter(found -> id.equals(found.transaction().refundId()))
                .isPresent();
        if (!arrived) {
            violation.accept(
                    "confirmed is what arrived for good", id + " is called confirmed by " + change.text("tx_id"));
        }
    }

    void seeStored(Change change) {
        stored.add(change.text("tx_id"));
        String refund = change.text("refund_id");
        if (change.text("sequencer").isEmpty()) {
            storedUntil(change, refund);
            return;
        }
        String number = change.text("sequencer") + '#' + change.text("sequence");
        String other = refundOfNumber.putIfAbsent(number, refund);
        if (other != null && !other.equals(refund)) {
            violation.accept("a number is used for one refund", number + " is signed for " + other + " and " + refund);
        }
    }

    /** Where there are no numbers, two of one refund would both be taken. */
    private void storedUntil(Change change, String refund) {
        if (!change.isNew()) {
            return;
        }
        String transaction = change.text("tx_id");
        int height = signedAt.getOrDefault(transaction, 0);
        List<Change> before = signedUntil.computeIfAbsent(refund, id -> new ArrayList<>());
        for (Change earlier : before) {
            if (!isOver(earlier, height - SimChain.FINAL_DEPTH)) {
                violation.accept(
                        "nothing is signed anew that may still arrive",
                        transaction + " of " + refund + " was signed at height " + height + " after "
                                + earlier.text("tx_id"));
            }
        }
        before.add(change);
    }

    /** The chain only grows: what can still arrive now could when that was said. */
    private void givenUp(String id) {
        for (Change signed : signedUntil.getOrDefault(id, List.of())) {
            if (!isOver(signed, chain.height() - SimChain.FINAL_DEPTH)) {
                violation.accept(
                        "without effect is what can no longer arrive",
                        signed.text("tx_id") + " of " + id + " was given up at height " + chain.height());
            }
        }
    }

    private boolean isOver(Change signed, int finalHeight) {
        return chain.find(signed.text("tx_id"))
                .map(found -> !found.succeeded() && found.height() <= finalHeight)
                .orElseGet(() -> lastHeight(signed) <= finalHeight);
    }

    /** By what it was signed with, whatever a node said. */
    private static int lastHeight(Change signed) {
        return Blockhashes.lastHeight(
                Terms.of(signed.after().getJsonObject("terms")).blockhash());
    }

    /** Once everything of a step was seen. */
    void check() {
        for (Signature each : signatures) {
            signedAfterFinality(each);
        }
        signatures.clear();
        credits.check();
        refunds.values().stream().filter(each -> !isOfCredit(each)).forEach(this::addsUp);
        Map<String, String> effect = new HashMap<>();
        for (String wallet : wallets) {
            for (Found found : chain.sentBy(wallet)) {
                sent(found, effect);
            }
        }
    }

    private void signedAfterFinality(Signature signature) {
        Change refund = refunds.get(signature.refundId());
        if (refund == null) {
            return;
        }
        if (!wasFinal(refund, signature.height())) {
            violation.accept(
                    "no refund is signed before its deposit is final",
                    signature.refundId() + " was signed at height " + signature.height());
        }
    }

    /** Whether all that it gives back had arrived for good by then, by way of whatever credit. */
    private boolean wasFinal(Change refund, int height) {
        Optional<Change> deposit = deposits.deposit(refund.text("deposit_id"));
        if (isOfCredit(refund) || deposit.filter(DepositRules::isOfCredit).isPresent()) {
            String taker = deposit.map(Change::id).orElseGet(refund::id);
            return credits.takenBy(taker).stream().map(refunds::get).allMatch(each -> wasFinal(each, height));
        }
        return deposit.flatMap(each -> chain.find(SimMethod.transactionOf(each.text("settlement_key"))))
                .filter(found -> found.height() <= height - SimChain.FINAL_DEPTH)
                .isPresent();
    }

    private void addsUp(Change refund) {
        Optional<Change> deposit = deposits.deposit(refund.text("deposit_id"));
        if (deposit.isEmpty()) {
            violation.accept("a refund is of a deposit", refund.id() + " is of none");
            return;
        }
        Change of = deposit.get();
        BigInteger together = refund.units("amount").add(of.units("captured"));
        if (!together.equals(of.units("amount"))) {
            violation.accept(
                    "refund and capture are the deposit",
                    refund.id() + " gives " + refund.units("amount") + " back of " + of.units("amount") + ", of which "
                            + of.units("captured") + " was captured");
        }
        if (!refund.text("recipient").equals(of.text("payer"))) {
            violation.accept("who paid is paid back", refund.id() + " goes to " + refund.text("recipient"));
        }
    }

    private void sent(Found found, Map<String, String> effect) {
        String id = found.transaction().refundId();
        if (id == null) {
            return;
        }
        String transaction = found.transaction().id();
        if (!stored.contains(transaction)) {
            violation.accept("stored before it is sent", transaction + " of " + id + " was sent and never stored");
        }
        Change refund = refunds.get(id);
        if (!found.succeeded() || refund == null) {
            return;
        }
        String what = isOfCredit(refund) ? id : refund.text("deposit_id");
        String other = effect.putIfAbsent(what, transaction);
        if (other != null) {
            violation.accept(
                    "a deposit is given back at most once",
                    what + " was given back by " + other + " and by " + transaction);
        }
        boolean asPlanned = found.transaction().to().equals(refund.text("recipient"))
                && found.transaction().value().units().equals(refund.units("amount"));
        if (!asPlanned) {
            violation.accept("sent is what was planned", transaction + " sent " + found.transaction());
        }
        if (List.of("credited", "void").contains(refund.text("state"))) {
            violation.accept(
                    "what was sent is not also kept",
                    id + " is " + refund.text("state") + ", and " + transaction + " has sent it");
        }
    }
}
