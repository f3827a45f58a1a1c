package io.ws402.chaos.rule;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import io.ws402.chaos.chain.ChainTransaction;
import io.ws402.chaos.chain.SignedNotes;
import io.ws402.chaos.chain.SimChain;
import io.ws402.chaos.database.Stage;
import io.ws402.gateway.ledger.AuditReport;
import io.ws402.gateway.ledger.LedgerAudit;
import io.ws402.gateway.payment.QuotePolicy;
import io.ws402.gateway.session.LeasePolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Looks at what was written since it looked last, and holds it against every rule. */
public final class Judge implements SignedNotes {
    // A transaction that was long open commits rows with numbers below those that were seen already.
    private static final int OPEN_TRANSACTIONS_SPAN = 500;
    private static final String UNSEEN =
            "SELECT id, at, told, before, after FROM sim.witness WHERE id > $1 OR id = ANY ($2) ORDER BY id";
    private static final Set<String> NOT_MONEY = Set.of("sessions", "gateway_heartbeat", "payments");

    private final Stage stage;
    private final LedgerAudit audit;
    private final Said said;
    private final QuoteRules quotes;
    private final SessionRules sessions;
    private final DepositRules deposits;
    private final RefundRules refunds;
    private final EndRules end;
    private final Set<Long> seen = new HashSet<>();
    private final Map<String, Integer> reached = new TreeMap<>();
    private long newest;
    private final List<Violation> violations = new ArrayList<>();

    public Judge(
            Stage stage,
            SimChain chain,
            Map<String, ChainTransaction> sent,
            List<String> wallets,
            LeasePolicy policy,
            QuotePolicy quotePolicy,
            Said said) {
        this.stage = stage;
        this.audit = new LedgerAudit(stage.observer());
        this.said = said;
        this.sessions = new SessionRules(said, policy, this::violated);
        this.quotes = new QuoteRules(sent, quotePolicy.quarantine(), this::violated);
        CreditRules credits = new CreditRules(this::violated);
        this.deposits = new DepositRules(chain, sent, quotes, credits, this::violated);
        this.refunds = new RefundRules(chain, deposits, credits, wallets, this::violated);
        this.end = new EndRules(stage, chain, wallets, this::violated);
    }

    private void violated(String rule, String words) {
        violations.add(new Violation(rule, words));
    }

    @Override
    public void signed(String refundId, String transactionId, int height) {
        refunds.signed(refundId, transactionId, height);
    }

    /** Looks. */
    public List<Violation> look() {
        boolean books = false;
        for (Row row : stage.observe(UNSEEN, Tuple.of(newest).addArrayOfLong(passedOver()))) {
            Change change = Change.of(row);
            see(change);
            books |= !NOT_MONEY.contains(change.table()) && !change.isOnlyWork();
            seen.add(row.getLong("id"));
            newest = Math.max(newest, row.getLong("id"));
        }
        refunds.check();
        if (books) {
            law();
        }
        violations.addAll(said.contradictions());
        return List.copyOf(violations);
    }

    private Long[] passedOver() {
        return LongStream.rangeClosed(Math.max(1, newest - OPEN_TRANSACTIONS_SPAN + 1), newest)
                .filter(id -> !seen.contains(id))
                .boxed()
                .toArray(Long[]::new);
    }

    /** Which states were reached, and how often: what never happened was not shown to be right. */
    public Map<String, Integer> reached() {
        return reached;
    }

    private void see(Change change) {
        change.reached().ifPresent(state -> reached.merge(state, 1, Integer::sum));
        switch (change.table()) {
            case "payments" -> quotes.see(change);
            case "gateway_heartbeat" -> sessions.seeBeat(change.at());
            case "sessions" -> sessions.see(change);
            case "deposits" -> deposits.see(change);
            case "refunds" -> refunds.see(change);
            case "refund_transactions" -> refunds.seeStored(change);
            default -> {}
        }
    }

    /** Looks once more when everything has healed and time has passed. */
    public List<Violation> atTheEnd(boolean cameToAnEnd) {
        end.check();
        law();
        if (!cameToAnEnd && violations.isEmpty()) {
            violated("everything comes to an end", "it did not in time");
        }
        return List.copyOf(violations);
    }

    private void law() {
        AuditReport report = audit.run().result();
        if (!report.holds()) {
            violated("the law of money", report.toJson().encode());
        }
    }
}
