package io.ws402.chaos.rule;

import io.ws402.chaos.chain.SimChain;
import io.ws402.chaos.chain.SimChain.Found;
import io.ws402.chaos.chain.SimMethod;
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
            List.of("deposit_id", "payment_id", "method", "asset", "recipient", "amount");

    private final SimChain chain;
    private final DepositRules deposits;
    private final List<String> wallets;
    private final BiConsumer<String, String> violation;
    private final Map<String, Change> refunds = new HashMap<>();
    private final Map<String, String> refundOfDeposit = new HashMap<>();
    private final Map<String, String> refundOfNumber = new HashMap<>();
    private final Set<String> stored = new HashSet<>();
    private final List<Signature> signatures = new ArrayList<>();

    private record Signature(String refundId, String transactionId, int height) {}

    RefundRules(SimChain chain, DepositRules deposits, List<String> wallets, BiConsumer<String, String> violation) {
        this.chain = chain;
        this.deposits = deposits;
        this.wallets = wallets;
        this.violation = violation;
    }

    void signed(String refundId, String transactionId, int height) {
        signatures.add(new Signature(refundId, transactionId, height));
    }

    void see(Change change) {
        String id = change.id();
        refunds.put(id, change);
        if (change.isNew()) {
            planned(change, id);
            return;
        }
        if (IDENTITY.stream().anyMatch(change::changes)) {
            violation.accept("a refund stays what it is", id + " was changed to " + change.after());
        }
        if (!change.textBefore("done_at").isEmpty()) {
            violation.accept("what is done stays done", id + " was written again: " + change.after());
        }
        if (change.text("state").equals("confirmed") && change.changes("state")) {
            confirmed(change, id);
        }
    }

    private void planned(Change change, String id) {
        String depositId = change.text("deposit_id");
        String other = refundOfDeposit.putIfAbsent(depositId, id);
        if (other != null) {
            violation.accept("a deposit has one refund", depositId + " has " + other + " and " + id);
        }
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
        String number = change.text("sequencer") + '#' + change.text("sequence");
        String refund = change.text("refund_id");
        String other = refundOfNumber.putIfAbsent(number, refund);
        if (other != null && !other.equals(refund)) {
            violation.accept("a number is used for one refund", number + " is signed for " + other + " and " + refund);
        }
    }

    /** Once everything of a step was seen. */
    void check() {
        for (Signature each : signatures) {
            signedAfterFinality(each);
        }
        signatures.clear();
        refunds.values().forEach(this::addsUp);
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
        Optional<Found> arrived = deposits.deposit(refund.text("deposit_id"))
                .flatMap(deposit -> chain.find(SimMethod.transactionOf(deposit.text("settlement_key"))));
        boolean wasFinal = arrived.filter(found -> found.height() <= signature.height() - SimChain.FINAL_DEPTH)
                .isPresent();
        if (!wasFinal) {
            violation.accept(
                    "no refund is signed before its deposit is final",
                    signature.refundId() + " was signed at height " + signature.height() + ", its deposit is at "
                            + arrived.map(Found::height).map(String::valueOf).orElse("no height"));
        }
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
        String other = effect.putIfAbsent(refund.text("deposit_id"), transaction);
        if (other != null) {
            violation.accept(
                    "a deposit is given back at most once",
                    refund.text("deposit_id") + " was given back by " + other + " and by " + transaction);
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
