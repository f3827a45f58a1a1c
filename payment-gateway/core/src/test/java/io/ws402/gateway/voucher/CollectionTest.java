package io.ws402.gateway.voucher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.ws402.gateway.access.KeyFile;
import io.ws402.gateway.credits.CreditsMethod;
import io.ws402.gateway.ledger.AuditReport.AssetLaw;
import io.ws402.gateway.method.ExposureCap;
import io.ws402.gateway.payment.DepositWatcher;
import io.ws402.gateway.payment.InboundWatcher;
import io.ws402.gateway.payment.Losses;
import io.ws402.gateway.payment.PaymentQueries;
import io.ws402.gateway.receipt.ReceiptSigner;
import io.ws402.gateway.receipt.Receipts;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.gateway.wallet.WalletComparison;
import io.ws402.gateway.wallet.WalletLine;
import io.ws402.gateway.wallet.WalletVerdict;
import io.ws402.protocol.gateway.PaymentAnswer;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.ReceiptOutcome;
import io.ws402.protocol.payment.SessionClaim;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.Settlement;
import io.ws402.protocol.payment.TopUpOutcome;
import io.ws402.protocol.payment.Verification;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Money that is only authorised: a ceiling while its session runs, then what was used of it, once. */
@ExtendWith(DatabaseExtension.class)
final class CollectionTest {
    private final Vertx vertx;
    private final Database database;
    private final VoucherBench bench;

    CollectionTest(Vertx vertx, Database database) {
        this.vertx = vertx;
        this.database = database;
        this.bench = new VoucherBench(vertx, database);
    }

    @AfterEach
    void theLawHolds() {
        bench.assertTheLawHolds();
    }

    @Test
    void takesExactlyWhatTheSessionUsedOnceItIsSettled() {
        String payer = bench.payer();
        SessionGrant session = bench.session(payer, 1000);
        assertEquals(units(1000), session.balance().units());
        assertEquals("0", bench.booked("held", VoucherMethod.COIN));

        Settlement settlement = bench.settled(session, 290);
        assertEquals(units(290), settlement.consumed().units());
        assertEquals(settlement.consumed(), settlement.paid());
        assertEquals(units(7), settlement.fee().units()); // 2.5 % of 290, rounded down
        assertEquals(List.of(), settlement.refunds());
        assertEquals("0", bench.booked("merchant", VoucherMethod.COIN));

        String collection = bench.collection(session);
        bench.finish(collection);
        assertEquals("confirmed", bench.state(collection));
        assertEquals(290, bench.paid(payer));
        assertEquals("-283", bench.booked("merchant", VoucherMethod.COIN));
        assertEquals("-7", bench.booked("fees", VoucherMethod.COIN));
        assertEquals("3", bench.booked("network_fees", VoucherMethod.COIN));
        assertEquals("287", bench.booked("chain", VoucherMethod.COIN)); // and three of them for the network
        assertEquals(settlement, bench.settled(session, 999));
    }

    @Test
    void releasesAnAuthorisationOfWhichNothingWasUsed() {
        String payer = bench.payer();
        SessionGrant session = bench.session(payer, 1000);
        bench.settled(session, 0);
        assertEquals("0", bench.value("SELECT count(*) FROM refunds WHERE payment_id = $1", session.paymentId()));
        assertEquals(
                "settled 0 true",
                bench.value(
                        "SELECT state || ' ' || captured || ' ' || (final_at IS NOT NULL)::text FROM deposits"
                                + " WHERE payment_id = $1",
                        session.paymentId()));
        assertEquals(0, bench.paid(payer));
    }

    @Test
    void countsAnAuthorisationOnce() {
        String payer = bench.payer();
        Quote quote = bench.quote(VoucherMethod.ID, 1000);
        PaymentProof proof = bench.authorised(quote, payer);
        SessionClaim claim = bench.claim();
        Verification first = Await.of(bench.payments.verify(bench.caller, proof, claim));
        SessionGrant session =
                assertInstanceOf(Verification.Accepted.class, first).grant();
        assertEquals(
                session.paymentId(),
                assertInstanceOf(
                                Verification.Accepted.class,
                                Await.of(bench.payments.verify(bench.caller, proof, claim)))
                        .grant()
                        .paymentId());
        assertEquals(Codes.ALREADY_CLAIMED, bench.rejected(proof));

        Quote other = bench.quote(VoucherMethod.ID, 1000);
        Voucher signed = Voucher.of(proof.json());
        PaymentProof again = Voucher.signed(
                        signed.id(),
                        payer,
                        signed.recipient(),
                        other.reference(),
                        signed.most(),
                        signed.lapsesAt(),
                        "the secret of " + payer)
                .proof();
        assertEquals(Codes.ALREADY_CLAIMED, bench.rejected(again));
    }

    @Test
    void refusesAnAuthorisationThatLapsesBeforeItsSessionMayHaveEnded() {
        String payer = bench.payer();
        Quote quote = bench.quote(VoucherMethod.ID, 1000);
        long asked = quote.details().getLong("lapsesAt");
        long tooEarly = asked - Duration.ofMinutes(16).toMillis(); // one more than the quote stands for
        PaymentProof tooShort = bench.payers.authorise(payer, quote.reference(), units(1000), tooEarly);
        assertEquals(Codes.AUTHORISATION_UNUSABLE, bench.rejected(tooShort));
        assertEquals(
                "quoted 0",
                bench.value(
                        "SELECT p.state || ' ' || (SELECT count(*) FROM deposits d WHERE d.payment_id = p.id)"
                                + " FROM payments p WHERE id = $1",
                        quote.paymentId()));
        bench.accepted(bench.authorised(quote, payer));
    }

    @Test
    void takesNoAuthorisationForAServerThatKnowsNoSessions() {
        Quote quote = bench.quote(VoucherMethod.ID, 1000);
        PaymentProof proof = bench.authorised(quote, bench.payer());
        Verification answer = Await.of(bench.payments.verifyWithoutSession(bench.caller, proof, 1L));
        assertEquals(
                Codes.AUTHORISATION_UNUSABLE,
                assertInstanceOf(Verification.Rejected.class, answer).code());
        bench.accepted(proof);
    }

    @Test
    void givesNothingBackOfAnAuthorisationThatIsNotTaken() {
        Quote quote = bench.quote(VoucherMethod.ID, 1000);
        PaymentProof nothing = bench.payers.authorise(
                bench.payer(),
                quote.reference(),
                BigInteger.ZERO,
                quote.details().getLong("lapsesAt"));
        assertEquals(Codes.AMOUNT_MISMATCH, bench.rejected(nothing));
        SessionGrant session = bench.session(bench.payer(), 1000);
        Quote topUp = bench.topUpQuote(session, VoucherMethod.ID, 500, null);
        PaymentProof late = bench.authorised(topUp, bench.payer());
        bench.settled(session, 10);
        TopUpOutcome outcome = bench.topUp(session, late);
        assertEquals(
                Codes.SESSION_OVER,
                assertInstanceOf(TopUpOutcome.Rejected.class, outcome).code());
        assertEquals(
                "1 0",
                bench.value(
                        "SELECT (SELECT count(*) FROM deposits WHERE merchant_id = $1) || ' ' ||"
                                + " (SELECT count(*) FROM refunds WHERE merchant_id = $1 AND kind = 'deposit')",
                        bench.caller.merchantId()));
    }

    @Test
    void endsASessionAtItsLastCheckpointBeforeItsAuthorisationLapses() {
        String payer = bench.payer();
        SessionGrant session = bench.session(payer, 1000);
        Await.of(bench.leases.checkpoint(
                bench.caller, VoucherBench.SERVER, List.of(VoucherBench.report(session, 1, 400))));
        Await.of(bench.reaper().reap());
        assertEquals("open", bench.value("SELECT state FROM sessions WHERE payment_id = $1", session.paymentId()));

        bench.sql("UPDATE sessions SET ends_by = now() WHERE payment_id = $1", session.paymentId());
        Await.of(bench.reaper().reap());
        assertEquals(
                "ended authorisation_over 400",
                bench.value(
                        "SELECT state || ' ' || end_reason || ' ' || consumed FROM sessions WHERE payment_id = $1",
                        session.paymentId()));
        bench.finish(bench.collection(session));
        assertEquals(400, bench.paid(payer));
    }

    @Test
    void dividesInTheOrderInWhichTheMoneyCameAuthorisedFirst() {
        String payer = bench.payer();
        SessionGrant session = bench.session(payer, 1000);
        Quote topUp = bench.topUpQuote(session, "credits", 5000, 500L);
        assertInstanceOf(TopUpOutcome.Added.class, bench.topUp(session, bench.paidWithCredits(topUp)));
        Settlement settlement = bench.settled(session, 1100);
        assertEquals(units(1100), settlement.consumed().units());
        assertEquals(units(4000), settlement.refunds().getFirst().amount().units());
        assertEquals(1, settlement.refunds().size());
        finishAll(session);
        assertEquals(1000, bench.paid(payer));
        assertEquals("-975", bench.booked("merchant", VoucherMethod.COIN));
        assertEquals("-975", bench.booked("merchant", CreditsMethod.CREDIT));
        assertEquals("0", bench.booked("refunds_in_flight", CreditsMethod.CREDIT));
    }

    @Test
    void dividesInTheOrderInWhichTheMoneyCamePrepaidFirst() {
        String payer = bench.payer();
        SessionGrant session = bench.accepted(bench.paidWithCredits(bench.quote("credits", 1000)));
        PaymentProof topUp = bench.authorised(bench.topUpQuote(session, VoucherMethod.ID, 500, 1000L), payer);
        assertInstanceOf(TopUpOutcome.Added.class, bench.topUp(session, topUp));
        assertEquals(
                "true",
                bench.value(
                        "SELECT (ends_by IS NOT NULL)::text FROM sessions WHERE payment_id = $1", session.paymentId()));
        Settlement settlement = bench.settled(session, 1333);
        assertEquals(units(1333), settlement.consumed().units());
        assertEquals(List.of(), settlement.refunds());
        finishAll(session);
        assertEquals(166, bench.paid(payer)); // 333 of 1000 of worth are 166.5 of 500
        assertEquals("-975", bench.booked("merchant", CreditsMethod.CREDIT));
        assertEquals("-162", bench.booked("merchant", VoucherMethod.COIN));
    }

    @Test
    void takesOneFeeOfTwoAuthorisationsThatAreRoundedTogether() {
        String payer = bench.payer();
        SessionGrant session = bench.session(payer, 39);
        PaymentProof topUp = bench.authorised(bench.topUpQuote(session, VoucherMethod.ID, 41, null), payer);
        assertInstanceOf(TopUpOutcome.Added.class, bench.topUp(session, topUp));
        assertEquals(units(2), bench.settled(session, 80).fee().units()); // 2.5 % of 80, not of 39 and of 41
        finishAll(session);
        assertEquals("-2", bench.booked("fees", VoucherMethod.COIN));
        assertEquals("-78", bench.booked("merchant", VoucherMethod.COIN));
        assertEquals(80, bench.paid(payer));
    }

    @Test
    void listsOutsideTheBooksWhatIsAuthorisedAndWhatIsBeingCollected() {
        SessionGrant open = bench.session(bench.payer(), 1000);
        AssetLaw before = law();
        String collection = bench.used(bench.payer(), 500, 200);
        AssetLaw during = law();
        assertEquals(before.authorised(), during.authorised());
        assertEquals(units(200), during.collecting().subtract(before.collecting()));
        assertEquals(before.deposits(), during.deposits());
        bench.finish(collection);
        AssetLaw after = law();
        assertEquals(before.collecting(), after.collecting());
        assertEquals(units(200), after.deposits().subtract(before.deposits()));
        bench.settled(open, 0);
        assertEquals(units(1000), after.authorised().subtract(law().authorised()));
    }

    private AssetLaw law() {
        return bench.audit().assets().stream()
                .filter(law -> law.asset().equals(VoucherMethod.COIN.id()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void capsWhatIsServedOnAuthorisationsUntilTheyAreCollected() {
        bench.vouchers.cap(new ExposureCap(units(1000), null));
        String payer = bench.payer();
        SessionGrant session = bench.session(payer, 900);
        PaymentProof next = bench.authorised(bench.quote(VoucherMethod.ID, 200), payer);
        assertInstanceOf(Verification.Pending.class, bench.verify(next));
        bench.settled(session, 850);
        assertInstanceOf(Verification.Pending.class, bench.verify(next));
        bench.finish(bench.collection(session));
        bench.accepted(next);
    }

    @Test
    void endsASessionWhoseAuthorisationIsRevokedAndTakesNothing() {
        String payer = bench.payer();
        SessionGrant session = bench.session(payer, 1000);
        Await.of(bench.leases.checkpoint(
                bench.caller, VoucherBench.SERVER, List.of(VoucherBench.report(session, 1, 400))));
        bench.payers.revoke(bench.value("SELECT tx_id FROM deposits WHERE payment_id = $1", session.paymentId()));
        watchDeposits();
        assertEquals("reversed", bench.value("SELECT state FROM payments WHERE id = $1", session.paymentId()));
        assertEquals("0", bench.value("SELECT count(*) FROM refunds WHERE payment_id = $1", session.paymentId()));
        assertEquals(units(400), loss(session).lost());
        assertEquals(0, bench.paid(payer));
    }

    @Test
    void writesALossWithItsReasonWhereWhatWasUsedCanNeverBeTaken() {
        String payer = bench.payer();
        SessionGrant session = bench.session(payer, 1000);
        bench.settled(session, 400);
        bench.payers.revoke(bench.value("SELECT tx_id FROM deposits WHERE payment_id = $1", session.paymentId()));
        watchDeposits();
        assertEquals("planned", bench.state(bench.collection(session)));
        bench.finish(bench.collection(session));
        assertEquals("void", bench.state(bench.collection(session)));
        Losses.Loss loss = loss(session);
        assertEquals(units(400), loss.lost());
        assertEquals("the voucher was revoked", loss.reason());
        assertEquals("0", bench.booked("merchant", VoucherMethod.COIN));
        assertEquals(
                "1",
                bench.value(
                        "SELECT count(*) FROM outbox WHERE topic = 'collection.lost' AND subject = $1",
                        bench.collection(session)));
    }

    @Test
    void writesALossWhereTheAuthorisationLapsedAfterItsBytesWereSentInVain() {
        String payer = bench.payer();
        SessionGrant session = bench.session(payer, 1000);
        bench.settled(session, 400);
        String collection = bench.collection(session);
        while (!bench.state(collection).equals("broadcast")) {
            bench.step(collection);
        }
        bench.everythingLapses();
        bench.finish(collection);
        assertEquals("void", bench.state(collection));
        assertEquals("the voucher has lapsed", loss(session).reason());
        assertEquals("3", bench.booked("network_fees", VoucherMethod.COIN));
        assertEquals(0, bench.paid(payer));
    }

    @Test
    void waitsForAPayerWhoHasTooLittleForNow() {
        String payer = bench.payer();
        String collection = bench.used(payer, 1000, 400);
        bench.payers.give(payer, units(-VoucherBench.FORTUNE));
        bench.step(collection);
        bench.step(collection);
        assertEquals("planned", bench.state(collection));
        bench.payers.give(payer, units(VoucherBench.FORTUNE));
        bench.finish(collection);
        assertEquals(400, bench.paid(payer));
    }

    @Test
    void takesWhatACollectionBroughtForNobodysPaymentEvenWhereTheFeedShowsIt() {
        bench.vouchers.showCollections();
        Await.of(watcher().pass());
        Quote prepaid = bench.quote("credits", 290);
        String collection = bench.used(bench.payer(), 1000, 290);
        bench.finish(collection);
        Await.of(watcher().pass());
        String txId = bench.value("SELECT tx_id FROM refunds WHERE id = $1", collection);
        assertEquals("0", bench.value("SELECT count(*) FROM unattributed_transfers WHERE tx_id = $1", txId));
        assertEquals("0", bench.value("SELECT count(*) FROM deposits WHERE tx_id = $1", txId));
        assertEquals("quoted", bench.value("SELECT state FROM payments WHERE id = $1", prepaid.paymentId()));
    }

    @Test
    void keepsTheBooksEqualToTheWallet() {
        Await.of(watcher().pass());
        comparison(); // enters what the wallet held at first
        String collection = bench.used(bench.payer(), 1000, 290);
        while (!bench.state(collection).equals("broadcast")) {
            bench.step(collection);
        }
        bench.payers.mine();
        assertInstanceOf(WalletVerdict.Moving.class, comparison().verdict());
        bench.finish(collection);
        Await.of(watcher().pass());
        assertInstanceOf(WalletVerdict.Agrees.class, comparison().verdict());
    }

    private WalletLine comparison() {
        return Await.of(new WalletComparison(database, bench.ledger, bench.methods).compare()).lines().stream()
                .filter(line -> line.of().wallet().equals(bench.chain.wallet()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void showsNoCollectionAsARefundToItsPayer() {
        SessionGrant session = bench.session(bench.payer(), 1000);
        bench.settled(session, 290);
        PaymentAnswer answer = Await.of(new PaymentQueries(database).byId(bench.caller, session.paymentId()))
                .orElseThrow();
        assertEquals(List.of(), answer.refunds());
        assertEquals(units(290), answer.deposits().getFirst().captured().units());
    }

    @Test
    void signsNoReceiptOfWhatWasOnlyAuthorised() {
        SessionGrant session = bench.session(bench.payer(), 1000);
        bench.settled(session, 290);
        Receipts receipts = new Receipts(database, Optional.of(new ReceiptSigner(vertx, KeyFile.ephemeral())));
        ReceiptOutcome outcome = Await.of(receipts.issue(bench.caller, session.sessionId()));
        assertEquals(
                "unknown_session",
                assertInstanceOf(ReceiptOutcome.Refused.class, outcome).code());
    }

    @Test
    void letsNobodyCaptureWithoutACollection() {
        SessionGrant session = bench.session(bench.payer(), 1000);
        assertThrows(
                CompletionException.class,
                () -> bench.sql(
                        "UPDATE deposits SET state = 'settled', captured = 5 WHERE payment_id = $1",
                        session.paymentId()));
    }

    private InboundWatcher watcher() {
        return new InboundWatcher(database, bench.methods, bench.identifiers, new SimpleMeterRegistry());
    }

    private void watchDeposits() {
        DepositWatcher watcher =
                new DepositWatcher(database, bench.settlements, bench.methods, new SimpleMeterRegistry());
        while (Await.of(watcher.pass())) {
            // There is more.
        }
    }

    private Losses.Loss loss(SessionGrant session) {
        return Await.of(new Losses(database).list(1000)).stream()
                .filter(loss -> loss.paymentId().equals(session.paymentId()))
                .findFirst()
                .orElseThrow();
    }

    private void finishAll(SessionGrant session) {
        String open = "SELECT coalesce(min(id), '') FROM refunds WHERE payment_id = $1 AND done_at IS NULL";
        for (String next = bench.value(open, session.paymentId());
                !next.isEmpty();
                next = bench.value(open, session.paymentId())) {
            bench.finish(next);
        }
        assertTrue(bench.value(open, session.paymentId()).isEmpty());
    }

    private static BigInteger units(long value) {
        return BigInteger.valueOf(value);
    }
}
