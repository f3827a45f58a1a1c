package io.ws402.gateway.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.core.Vertx;
import io.ws402.gateway.session.LeasePolicy;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.gateway.GenerateRequest.TopUp;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.QuoteRequest;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.TopUpOutcome;
import java.math.BigInteger;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a collection of ours brought to the wallet is in the books by it, and pays nobody's quote besides. */
@ExtendWith(DatabaseExtension.class)
final class CollectedTransferTest {
    private final Database database;
    private final PaymentBench bench;
    private final SessionGrant session;
    private final String collects = "0x" + UUID.randomUUID();

    CollectedTransferTest(Vertx vertx, Database database) {
        this.database = database;
        this.bench = new PaymentBench(vertx, database);
        this.session =
                bench.accepted(bench.paid(bench.byReference, bench.quote(bench.byReference, 6000)), bench.session());
        String id = UUID.randomUUID().toString();
        bench.sql("""
                WITH deposit AS (
                    INSERT INTO deposits (id, payment_id, position, merchant_id, method, asset, kind, settlement_key,
                        payer, recipient, amount, captured, state, evidence, usable_until, collected_by)
                    SELECT 'dep_' || $1, id, 5, merchant_id, method, asset, 'authorised', $1, '0xpayer', recipient, 900,
                        600, 'settled', '{}', now(), 'col_' || $1
                    FROM payments WHERE id = $2 RETURNING *
                ), collection AS (
                    INSERT INTO refunds (id, kind, deposit_id, payment_id, merchant_id, method, asset, recipient, amount,
                        fee, state, tx_id)
                    SELECT collected_by, 'collection', id, payment_id, merchant_id, method, asset, recipient, captured, 0,
                        'broadcast', $3
                    FROM deposit
                )
                INSERT INTO refund_transactions (tx_id, refund_id, position, raw, terms)
                SELECT $3, collected_by, 0, '', '{}' FROM deposit""", id, session.paymentId(), collects);
    }

    @Test
    void opensNoSession() {
        Quote quote = bench.quote(bench.byAmount, 600);
        bench.byAmount.pay(collects, quote.price());
        assertEquals(
                Codes.ALREADY_CLAIMED,
                bench.rejected(PaymentBench.proof(bench.byAmount, quote, collects), bench.session()));
        assertNoDeposit();
    }

    @Test
    void topsNoSessionUp() {
        QuoteRequest request = new QuoteRequest(
                PaymentBench.RESOURCE,
                BigInteger.valueOf(600),
                30,
                PricePlan.perSecond(BigInteger.ONE, 1),
                bench.byReference.describe().id(),
                null,
                null);
        TopUp topUp = new TopUp(session.paymentId(), session.leaseEpoch());
        Quote quote = assertInstanceOf(
                        QuoteOutcome.Quoted.class, Await.of(bench.service.quoteTopUp(bench.caller, topUp, request)))
                .quote();
        bench.byReference.pay(collects, quote.price());
        PaymentProof proof = PaymentBench.proof(bench.byReference, quote, collects);
        assertEquals(
                Codes.ALREADY_CLAIMED,
                assertInstanceOf(TopUpOutcome.Rejected.class, Await.of(bench.service.topUp(bench.caller, topUp, proof)))
                        .code());
        assertNoDeposit();
    }

    @Test
    void goesBackToNobodyWhereItPaysAnotherAmount() {
        Quote quote = bench.quote(bench.byAmount, 600);
        bench.byAmount.pay(collects, new Money(quote.price().asset(), BigInteger.valueOf(599)));
        bench.rejected(PaymentBench.proof(bench.byAmount, quote, collects), bench.session());
        assertNoDeposit();
    }

    @Test
    void isNotListedForAnOperatorNorMadeAPayment() {
        Quote quote = bench.quote(bench.byAmount, 600);
        var arrived = bench.byAmount.deposit(collects, quote.price(), true);
        InboundRepository inbound = new InboundRepository(database.pool());
        assertFalse(Await.of(inbound.listUnattributed("byamount", arrived, "no quote")));
        StoredPayment stored = Await.of(
                        new TopUpRepository(database, new ExposureRepository(database), LeasePolicy.DEFAULT)
                                .find(bench.caller, quote.reference(), QuotePolicy.DEFAULT.quarantine()))
                .orElseThrow();
        assertFalse(Await.of(inbound.enter(stored, arrived, bench.identifiers.next("dep"))));
        assertNoDeposit();
    }

    private void assertNoDeposit() {
        assertEquals("0", bench.value("SELECT count(*) FROM deposits WHERE tx_id = $1", collects));
        assertEquals("0", bench.value("SELECT count(*) FROM unattributed_transfers WHERE tx_id = $1", collects));
    }
}
