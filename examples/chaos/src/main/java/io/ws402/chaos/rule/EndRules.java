package io.ws402.chaos.rule;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import io.ws402.chaos.chain.SimChain;
import io.ws402.chaos.chain.SimChain.Found;
import io.ws402.chaos.chain.SimMethod;
import io.ws402.chaos.database.Stage;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Once everything has healed: nothing is open, nothing is lost, and the books' wallets are the chain's. */
final class EndRules {
    private static final String OPEN = """
            SELECT 'session' AS what, payment_id AS id, 'of server ' || server_id AS words FROM sessions
            WHERE state = 'open'
            UNION ALL SELECT 'refund', id, state || ' ' || coalesce(reason, '') FROM refunds
            WHERE done_at IS NULL AND state <> 'awaiting_operator'
            UNION ALL SELECT 'deposit', id, state || ' and not final' FROM deposits
            WHERE final_at IS NULL AND state <> 'reversed'
            UNION ALL SELECT 'deposit', id, state FROM deposits WHERE state = 'unclaimed'
            UNION ALL SELECT 'payment', id, 'held, though its session is over' FROM payments p
            WHERE state = 'held' AND NOT EXISTS (
                SELECT FROM sessions s WHERE s.payment_id = p.id AND s.state = 'open')
            UNION ALL SELECT 'deposit', id, 'held, though its payment is over' FROM deposits d
            WHERE state = 'held' AND NOT EXISTS (
                SELECT FROM payments p WHERE p.id = d.payment_id AND p.state = 'held')
            ORDER BY what, id""";

    private static final String CHARGED = """
            SELECT s.payment_id AS id, s.consumed, sum(coalesce(d.worth_captured, d.captured)) AS captured
            FROM sessions s JOIN payments p ON p.id = s.payment_id
                JOIN deposits d ON d.payment_id = p.id AND d.position >= 0
            WHERE p.state = 'settled'
            GROUP BY s.payment_id, s.consumed, s.end_reason
            HAVING CASE WHEN s.end_reason = 'payment_reversed' OR bool_or(d.state = 'reversed')
                THEN sum(coalesce(d.worth_captured, d.captured)) > s.consumed
                ELSE sum(coalesce(d.worth_captured, d.captured)) <> s.consumed END
            ORDER BY id""";

    // Of a session whose deposit the chain undid no more is taken than the others hold.
    private static final String BALANCE = """
            SELECT s.payment_id AS id, s.balance, sum(coalesce(d.worth, d.amount)) AS paid
            FROM sessions s JOIN deposits d ON d.payment_id = s.payment_id AND d.position >= 0
            GROUP BY s.payment_id, s.balance HAVING sum(coalesce(d.worth, d.amount)) <> s.balance ORDER BY id""";

    private static final String ENTERED = """
            SELECT settlement_key FROM deposits WHERE state <> 'reversed'
            UNION ALL SELECT settlement_key FROM unattributed_transfers WHERE resolution = 'float'""";

    private static final String LISTED = "SELECT settlement_key FROM unattributed_transfers WHERE resolution IS NULL";

    private static final String BOOKED = """
            SELECT owner, asset, sum(amount) AS amount FROM entries WHERE account = 'chain'
            GROUP BY owner, asset HAVING sum(amount) <> 0""";

    private final Stage stage;
    private final SimChain chain;
    private final List<String> wallets;
    private final BiConsumer<String, String> violation;

    EndRules(Stage stage, SimChain chain, List<String> wallets, BiConsumer<String, String> violation) {
        this.stage = stage;
        this.chain = chain;
        this.wallets = wallets;
        this.violation = violation;
    }

    /** A session's balance is what its deposits brought, at every moment. */
    void balances() {
        for (Row row : stage.observe(BALANCE, Tuple.tuple())) {
            violation.accept(
                    "a balance is what was paid in",
                    row.getString("id") + " has a balance of " + row.getNumeric("balance") + ", paid in was "
                            + row.getNumeric("paid"));
        }
    }

    void check() {
        balances();
        for (Row row : stage.observe(OPEN, Tuple.tuple())) {
            violation.accept(
                    "everything comes to an end",
                    row.getString("what") + ' ' + row.getString("id") + " is " + row.getString("words"));
        }
        for (Row row : stage.observe(CHARGED, Tuple.tuple())) {
            violation.accept(
                    "charged is what was consumed",
                    row.getString("id") + " consumed " + row.getNumeric("consumed") + " and was charged "
                            + row.getNumeric("captured"));
        }
        wallets();
    }

    /** What waits for an operator is on the chain and not yet in the books; what went out by hand is not ours to judge. */
    private void wallets() {
        Set<String> entered = new HashSet<>();
        for (String key : keys(ENTERED)) {
            if (!entered.add(key)) {
                violation.accept("a transfer is entered once", key + " is a deposit and the operator's own");
            }
        }
        Set<String> listed = new HashSet<>(keys(LISTED));
        TreeMap<String, BigInteger> balances = new TreeMap<>();
        for (String wallet : wallets) {
            for (Found found : chain.arrivedAt(wallet)) {
                String key = SimMethod.settlementKey(found.transaction());
                if (entered.contains(key)) {
                    add(balances, wallet, found, found.transaction().value().units());
                } else if (!listed.contains(key) && chain.isFinal(found.height())) {
                    violation.accept(
                            "what arrived is somebody's",
                            found.transaction() + " of block " + found.height() + " is nowhere");
                }
            }
            for (Found found : chain.sentBy(wallet)) {
                if (found.transaction().refundId() != null) {
                    if (found.succeeded()) {
                        add(
                                balances,
                                wallet,
                                found,
                                found.transaction().value().units().negate());
                    }
                    balances.merge(
                            wallet + ' ' + SimChain.COIN.id(), found.fee().negate(), BigInteger::add);
                }
            }
        }
        for (Row row : stage.observe(BOOKED, Tuple.tuple())) {
            balances.merge(
                    row.getString("owner") + ' ' + row.getString("asset"),
                    row.getNumeric("amount").bigIntegerValue().negate(),
                    BigInteger::add);
        }
        balances.forEach((wallet, difference) -> {
            if (difference.signum() != 0) {
                violation.accept(
                        "the ledger's wallets are the chain's",
                        wallet + " has " + difference + " more on the chain than in the books");
            }
        });
    }

    private List<String> keys(String query) {
        List<String> keys = new ArrayList<>();
        stage.observe(query, Tuple.tuple()).forEach(row -> keys.add(row.getString("settlement_key")));
        return keys;
    }

    private static void add(Map<String, BigInteger> balances, String wallet, Found found, BigInteger units) {
        balances.merge(wallet + ' ' + found.transaction().value().asset().id(), units, BigInteger::add);
    }
}
