package io.ws402.gateway.ledger;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.protocol.money.AssetId;
import java.math.BigInteger;
import java.util.List;

/**
 * What an audit of the ledger found, to the last unit.
 *
 * @param assets the law of each asset that ever arrived, with its numbers
 * @param discrepancies everything that does not agree; at most the first hundred of each kind
 */
public record AuditReport(List<AssetLaw> assets, List<Discrepancy> discrepancies) {
    /** Copies. */
    public AuditReport {
        assets = List.copyOf(assets);
        discrepancies = List.copyOf(discrepancies);
    }

    /**
     * {@code deposits = held + merchant + fees + payerCredit + refundsInFlight + refunded + losses}. The left side and
     * {@code refunded} are of the deposits and refunds themselves, the rest is of the ledger. Authorised money is a deposit
     * once it was collected.
     *
     * @param deposits what arrived and was not undone
     * @param held what is in sessions, or claimed by nobody
     * @param merchant what merchants earned
     * @param fees what the platform earned
     * @param payerCredit what is kept for payers
     * @param refundsInFlight what is on its way back
     * @param refunded what is back
     * @param losses what is gone though merchants are credited with it: a negative figure
     * @param authorised what open sessions may still take of authorisations: not here yet, and in no account
     * @param collecting what ended sessions took of them and is being collected: the same
     */
    public record AssetLaw(
            AssetId asset,
            BigInteger deposits,
            BigInteger held,
            BigInteger merchant,
            BigInteger fees,
            BigInteger payerCredit,
            BigInteger refundsInFlight,
            BigInteger refunded,
            BigInteger losses,
            BigInteger authorised,
            BigInteger collecting) {
        /** What is missing (positive) or too much (negative); zero when the law holds. */
        public BigInteger difference() {
            return deposits.subtract(held)
                    .subtract(merchant)
                    .subtract(fees)
                    .subtract(payerCredit)
                    .subtract(refundsInFlight)
                    .subtract(refunded)
                    .subtract(losses);
        }

        private JsonObject toJson() {
            return new JsonObject()
                    .put("asset", asset.value())
                    .put("deposits", deposits.toString())
                    .put("held", held.toString())
                    .put("merchant", merchant.toString())
                    .put("fees", fees.toString())
                    .put("payerCredit", payerCredit.toString())
                    .put("refundsInFlight", refundsInFlight.toString())
                    .put("refunded", refunded.toString())
                    .put("losses", losses.toString())
                    .put("authorised", authorised.toString())
                    .put("collecting", collecting.toString())
                    .put("difference", difference().toString());
        }
    }

    /**
     * Two figures that must agree and do not.
     *
     * @param kind which check: {@code journal_sum, held_of_deposit, refund_in_flight, payer_credit, credit_taken, collection,
     *     captured, chain, balance_of_session}
     * @param subject of what: a journal, deposit, refund, payer, merchant, wallet or payment
     * @param expected what the rows say
     * @param actual what the ledger says
     */
    public record Discrepancy(String kind, String subject, AssetId asset, BigInteger expected, BigInteger actual) {
        private JsonObject toJson() {
            return new JsonObject()
                    .put("kind", kind)
                    .put("subject", subject)
                    .put("asset", asset.value())
                    .put("expected", expected.toString())
                    .put("actual", actual.toString());
        }
    }

    /** Whether the law holds for every asset and nothing disagrees. */
    public boolean holds() {
        return discrepancies.isEmpty()
                && assets.stream().allMatch(law -> law.difference().signum() == 0);
    }

    /** For people and programs. */
    public JsonObject toJson() {
        JsonArray laws = new JsonArray();
        assets.forEach(law -> laws.add(law.toJson()));
        JsonArray found = new JsonArray();
        discrepancies.forEach(discrepancy -> found.add(discrepancy.toJson()));
        return new JsonObject().put("holds", holds()).put("assets", laws).put("discrepancies", found);
    }
}
