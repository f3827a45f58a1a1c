package io.ws402.gateway.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.access.Role;
import io.ws402.gateway.payment.PaymentQueries.Backlog;
import io.ws402.gateway.payment.PaymentQueries.Filter;
import io.ws402.gateway.payment.PaymentQueries.Known;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.gateway.PaymentAnswer;
import io.ws402.protocol.gateway.PaymentPage;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.SessionClaim;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DatabaseExtension.class)
final class PaymentQueriesTest {
    private static final Filter ALL = new Filter(null, null);

    private final PaymentBench bench;
    private final PaymentQueries queries;

    PaymentQueriesTest(Vertx vertx, Database database) {
        this.bench = new PaymentBench(vertx, database);
        this.queries = new PaymentQueries(database);
    }

    private Caller operator() {
        return new Caller("key_operator", bench.caller.merchantId(), Role.OPERATOR);
    }

    @Test
    void showsAPaymentFromQuoteToHoldWithItsPayerAsAnAccount() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        PaymentAnswer quoted =
                Await.of(queries.byId(bench.caller, quote.paymentId())).orElseThrow();
        assertEquals("quoted", quoted.state());
        assertEquals(quote.price(), quoted.price());
        assertEquals(Money.zero(FakeRail.COIN), quoted.paid());
        assertEquals(Optional.empty(), Optional.ofNullable(quoted.payer()));

        SessionClaim session = bench.session();
        bench.accepted(bench.paid(bench.byAmount, quote), session);
        PaymentAnswer held =
                Await.of(queries.byId(bench.caller, quote.paymentId())).orElseThrow();
        assertEquals("held", held.state());
        assertEquals(quote.price(), held.paid());
        assertEquals("fake:1:" + FakeRail.PAYER, held.payer());
        assertEquals(session.sessionId(), held.sessionId());
        assertEquals(
                Optional.of(new Known(quote.paymentId(), "held")),
                Await.of(queries.byReference(bench.caller, quote.reference())));
    }

    @Test
    void showsWhatGoesBack() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        bench.byAmount.pay("0xother", FakeRail.COIN, BigInteger.valueOf(99));
        bench.rejected(PaymentBench.proof(bench.byAmount, quote, "0xother"), bench.session());
        PaymentAnswer payment =
                Await.of(queries.byId(bench.caller, quote.paymentId())).orElseThrow();
        assertEquals(1, payment.refunds().size());
        assertEquals(
                BigInteger.valueOf(99), payment.refunds().getFirst().amount().units());
        assertEquals("planned", payment.refunds().getFirst().state());
    }

    @Test
    void showsAKeyItsOwnAnOperatorAllOfTheMerchantAndStrangersNothing() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        Caller otherKey = bench.newKey(bench.caller.merchantId());
        Caller stranger = bench.newCaller();
        assertTrue(Await.of(queries.byId(operator(), quote.paymentId())).isPresent());
        for (Caller caller : List.of(otherKey, stranger, new Caller("key_x", stranger.merchantId(), Role.OPERATOR))) {
            assertTrue(Await.of(queries.byId(caller, quote.paymentId())).isEmpty());
            assertTrue(Await.of(queries.byReference(caller, quote.reference())).isEmpty());
            assertEquals(
                    List.of(), Await.of(queries.page(caller, ALL, null, 10)).payments());
        }
    }

    @Test
    void pagesThroughEverythingOnceNewestFirst() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.addFirst(bench.quote(bench.byReference, 6000).paymentId());
        }
        List<String> seen = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            PaymentPage page = Await.of(queries.page(operator(), ALL, cursor, 2));
            page.payments().forEach(payment -> seen.add(payment.paymentId()));
            cursor = page.nextCursor();
        } while (cursor != null);
        assertEquals(made.stream().sorted().toList(), seen.stream().sorted().toList());
        assertEquals(seen.stream().sorted().toList().reversed(), seen);
    }

    @Test
    void filtersPagesAndCountsBacklogs() {
        Quote held = bench.quote(bench.byAmount, 6000);
        bench.accepted(bench.paid(bench.byAmount, held), bench.session());
        bench.quote(bench.byAmount, 6000);
        bench.quote(bench.byAmount, 6000);
        PaymentPage page = Await.of(queries.page(operator(), new Filter("held", PaymentBench.RESOURCE), null, 10));
        assertEquals(1, page.payments().size());
        assertEquals(
                List.of(),
                Await.of(queries.page(operator(), new Filter(null, "nothing"), null, 10))
                        .payments());
        Backlog quotes = Await.of(queries.backlog(operator(), new PaymentState.Quoted(), 1));
        assertEquals(2, quotes.total());
        assertEquals(1, quotes.oldest().size());
    }
}
