package io.ws402.gateway.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.QuoteRequest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DatabaseExtension.class)
final class QuoteTest {
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);

    private final PaymentBench bench;
    private final Database database;

    QuoteTest(Vertx vertx, Database database) {
        this.bench = new PaymentBench(vertx, database);
        this.database = database;
    }

    private static QuoteRequest request(BigInteger amount, @Nullable String method, @Nullable String asset) {
        return new QuoteRequest("ticker", amount, 60, PricePlan.perSecond(BigInteger.ONE, 3600), method, asset, null);
    }

    private String refused(QuoteRequest request) {
        QuoteOutcome outcome = Await.of(bench.service.quote(bench.caller, request));
        return assertInstanceOf(QuoteOutcome.Refused.class, outcome).code();
    }

    @Test
    void tellsTheSecretOnceAndStoresItsHashOnly() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        JsonObject details = quote.details();
        String secret = details.getString("claimSecret");
        assertEquals(64, secret.length());
        assertEquals(32, quote.reference().length());
        assertEquals(quote.reference(), details.getString("reference"));
        assertEquals(quote.paymentId(), details.getString("paymentId"));
        assertEquals("byamount", details.getString("method"));
        assertEquals(FakeRail.COIN.id().value(), details.getString("assetId"));
        assertEquals("fake:" + quote.reference(), details.getString("paymentUri"));
        assertEquals(quote.price().units().toString(), details.getString("amountAtomic"));
        assertEquals(15 * 60_000, quote.expiresInMs());
        assertFalse(bench.value("SELECT payments::text FROM payments WHERE id = $1", quote.paymentId())
                .contains(secret));
        assertEquals(
                "true",
                bench.value(
                        "SELECT claim_secret_hash = sha256($2::text::bytea) FROM payments WHERE id = $1",
                        quote.paymentId(),
                        secret));
    }

    @Test
    void givesTwoHundredQuotesAtOnceTwoHundredAmounts() {
        List<Future<QuoteOutcome>> asked = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            asked.add(bench.service.quote(bench.caller, request(ETHER, "byamount", null)));
        }
        Set<BigInteger> amounts = new HashSet<>();
        for (QuoteOutcome outcome : Await.all(asked)) {
            BigInteger amount = assertInstanceOf(QuoteOutcome.Quoted.class, outcome)
                    .quote()
                    .price()
                    .units();
            assertTrue(amounts.add(amount), "twice " + amount);
            assertEquals(amount, new BigDecimal(amount.doubleValue()).toBigIntegerExact());
        }
    }

    @Test
    void asksTheRoundedPriceAndNoMoreWhereAReferenceBinds() {
        BigInteger odd = BigInteger.TWO.pow(60).add(BigInteger.ONE);
        Quote quote = bench.quote(bench.caller, request(odd, "byreference", "TOKEN"));
        assertEquals(
                BigInteger.TWO.pow(60).add(BigInteger.valueOf(256)),
                quote.price().units());
        assertEquals(FakeRail.TOKEN, quote.price().asset());
        assertEquals(
                "0", bench.value("SELECT count(*) FROM amount_reservations WHERE payment_id = $1", quote.paymentId()));
    }

    @Test
    void namesWhatItDoesNotKnowInsteadOfGuessing() {
        assertEquals("unknown_method", refused(request(ETHER, "bitcoin", null)));
        assertEquals("unknown_asset", refused(request(ETHER, "byamount", "DOGE")));
        assertEquals("amount_too_small", refused(request(BigInteger.ZERO, null, null)));
        assertEquals("amount_too_large", refused(request(BigInteger.TEN.pow(21).add(BigInteger.ONE), null, null)));
    }

    @Test
    void quotesUpToTheLargestFigureClientsRead() {
        Quote quote = bench.quote(bench.caller, request(BigInteger.TEN.pow(21), "byreference", null));
        assertEquals(BigInteger.TEN.pow(21), quote.price().units());
    }

    @Test
    void capsOpenQuotesOfAnAddressAndOfAKey() {
        PaymentService capped = bench.service(database, QuotePolicy.DEFAULT.withCaps(2, 4));
        assertEquals(2, quoted(capped, "203.0.113.7", 5));
        assertEquals(2, quoted(capped, "203.0.113.8", 5));
        // By now the key's own cap is reached, whatever the address.
        assertEquals(0, quoted(capped, "203.0.113.9", 1));
        bench.sql("UPDATE payments SET expires_at = now() WHERE api_key_id = $1", bench.caller.apiKeyId());
        assertEquals(1, quoted(capped, "203.0.113.7", 1));
        assertEquals("5", bench.value("""
                        SELECT count(*) FROM amount_reservations r JOIN payments p ON p.id = r.payment_id
                        WHERE p.api_key_id = $1""", bench.caller.apiKeyId()));
    }

    private int quoted(PaymentService service, String address, int attempts) {
        int quoted = 0;
        for (int i = 0; i < attempts; i++) {
            QuoteOutcome outcome = Await.of(service.quote(
                    bench.caller, PaymentBench.request(bench.byAmount, BigInteger.valueOf(6000), address)));
            if (outcome instanceof QuoteOutcome.Quoted) {
                quoted++;
            } else {
                assertEquals(
                        "too_many_open_quotes",
                        assertInstanceOf(QuoteOutcome.Refused.class, outcome).code());
            }
        }
        return quoted;
    }

    @Test
    void expiresQuotesFreesAmountsAndForgetsWhatWasNeverPaid() {
        Quote fresh = bench.quote(bench.byAmount, 6000);
        Quote over = bench.quote(bench.byAmount, 6000);
        Quote old = bench.quote(bench.byAmount, 6000);
        Quote oldButPaid = bench.quote(bench.byAmount, 6000);
        bench.accepted(bench.paid(bench.byAmount, oldButPaid), bench.session());
        bench.sql("UPDATE payments SET expires_at = now() WHERE id = $1", over.paymentId());
        bench.sql("UPDATE payments SET expires_at = now() - interval '9 days' WHERE id = ANY ($1)", (Object)
                new String[] {old.paymentId(), oldButPaid.paymentId()});
        bench.sql("UPDATE amount_reservations SET until = now() WHERE payment_id = $1", old.paymentId());

        QuoteExpiry expiry = new QuoteExpiry(database, QuotePolicy.DEFAULT);
        assertFalse(Await.of(expiry.pass()));

        assertEquals("quoted", state(fresh));
        assertEquals("expired", state(over));
        assertEquals("held", state(oldButPaid));
        assertEquals("0", bench.value("SELECT count(*) FROM payments WHERE id = $1", old.paymentId()));
        assertEquals(
                "0", bench.value("SELECT count(*) FROM amount_reservations WHERE payment_id = $1", old.paymentId()));
        assertEquals(
                "1", bench.value("SELECT count(*) FROM amount_reservations WHERE payment_id = $1", over.paymentId()));
    }

    private String state(Quote quote) {
        return bench.value("SELECT state FROM payments WHERE id = $1", quote.paymentId());
    }
}
