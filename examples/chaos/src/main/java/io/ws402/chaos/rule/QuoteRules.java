package io.ws402.chaos.rule;

import io.ws402.chaos.chain.ChainTransaction;
import io.ws402.chaos.chain.SimMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Quotes that only their amount binds differ in it; who pays exactly what was asked pays for nobody else. */
final class QuoteRules {
    private static final Map<String, Set<String>> MOVES = Map.of(
            "quoted", Set.of("expired", "paid", "held", "added"),
            "expired", Set.of("paid", "held", "added"),
            "paid", Set.of("held", "added", "settled", "reversed"),
            "held", Set.of("settled", "reversed"),
            "added", Set.of(),
            "settled", Set.of(),
            "reversed", Set.of());

    private final Map<String, ChainTransaction> sent;
    private final Duration quarantine;
    private final BiConsumer<String, String> violation;
    private final Map<String, Change> quotes = new HashMap<>();

    /** @param quarantine how long after a quote's expiry its amount is given to nobody else */
    QuoteRules(Map<String, ChainTransaction> sent, Duration quarantine, BiConsumer<String, String> violation) {
        this.sent = sent;
        this.quarantine = quarantine;
        this.violation = violation;
    }

    void see(Change change) {
        String id = change.id();
        if (change.isNew()) {
            if (change.text("method").equals("amount")) {
                quotes.values().forEach(other -> differs(change, other));
            }
            quotes.put(id, change);
            return;
        }
        String from = change.textBefore("state");
        String to = change.text("state");
        if (!from.equals(to) && !MOVES.getOrDefault(from, Set.of()).contains(to)) {
            violation.accept("payments move forward", id + " went from " + from + " to " + to);
        }
    }

    private void differs(Change quote, Change other) {
        Instant until = Change.time(other.after(), "expires_at");
        boolean same = other.text("method").equals("amount")
                && other.text("asset").equals(quote.text("asset"))
                && other.units("amount").equals(quote.units("amount"))
                && until != null
                && until.isAfter(quote.at());
        if (same) {
            violation.accept(
                    "amounts of open quotes differ",
                    quote.id() + " and " + other.id() + " ask for " + quote.units("amount"));
        }
    }

    /** Whether a deposit that tops a session up counts for what the quote says that its transaction paid. */
    boolean countsAsQuoted(Change deposit) {
        ChainTransaction transaction = sent.get(SimMethod.transactionOf(deposit.text("settlement_key")));
        return quotes.values().stream()
                .filter(quote -> transaction != null
                        && quote.text("tops_up").equals(deposit.text("payment_id"))
                        && quote.text("method").equals(deposit.text("method"))
                        && quote.text("asset").equals(deposit.text("asset"))
                        && (quote.text("method").equals("memo")
                                ? quote.text("reference").equals(transaction.memo())
                                : quote.units("amount").equals(deposit.units("amount"))))
                .map(quote ->
                        deposit.units("amount").multiply(quote.units("worth")).divide(quote.units("amount")))
                .anyMatch(deposit.units("worth")::equals);
    }

    /** Whether an amount was still given to nobody else; after that, nobody can tell who of two is paid for. */
    private boolean isWithheld(Change quote, Instant at) {
        Instant until = Change.time(quote.after(), "expires_at");
        return until != null && until.plus(quarantine).isAfter(at);
    }

    void seeDeposit(Change deposit, String id) {
        Change quote = quotes.get(deposit.text("payment_id"));
        ChainTransaction transaction = sent.get(SimMethod.transactionOf(deposit.text("settlement_key")));
        if (quote == null || transaction == null || deposit.number("position") < 0) {
            return;
        }
        boolean paidExactly = quotes.values().stream()
                .anyMatch(each -> isWithheld(each, quote.at())
                        && each.text("quoted_for").equals(transaction.from())
                        && each.text("asset").equals(deposit.text("asset"))
                        && each.units("amount").equals(deposit.units("amount")));
        if (paidExactly && !quote.text("quoted_for").equals(transaction.from())) {
            violation.accept(
                    "who pays for a session gets it",
                    id + ", paid by " + transaction.from() + ", pays for a quote of " + quote.text("quoted_for"));
        }
    }
}
