package io.ws402.example.points;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.ws402.gateway.method.InboundFeed;
import io.ws402.gateway.method.InboundTransfer;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.QuotedPayment;
import io.ws402.gateway.storage.Await;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** By the feed the gateway finds points whose payer never showed a proof. */
@ExtendWith(VertxExtension.class)
final class PointsInboundFeedTest {
    private static final BigInteger POINTS = BigInteger.valueOf(100);

    private PointsBank payer;
    private PointsBank ours;
    private InboundFeed feed;

    @BeforeEach
    void open(Vertx vertx) {
        FakePointsBank bank = new FakePointsBank(vertx);
        payer = new PointsBank(bank.url(), bank.open("payer", BigInteger.TEN.pow(6)));
        ours = new PointsBank(bank.url(), bank.open("ws402", BigInteger.ZERO));
        feed = new PointsMethod(ours, "ws402").inbound().orElseThrow();
    }

    @Test
    void showsWhatArrivedOnceWithItsMemoAndNotWhatWasSent() {
        send(payer, "first", "ws402", "reference");
        send(ours, "sent", "payer", "pay_1");
        InboundFeed.Stretch stretch = Await.of(feed.after(Await.of(feed.head())));
        assertEquals(
                List.of("reference"),
                stretch.transfers().stream().map(InboundTransfer::reference).toList());
        assertFalse(Await.of(feed.after(stretch.end())).more());

        send(payer, "second", "ws402", "");
        InboundFeed.Stretch next =
                Await.of(feed.after(new JsonObject(stretch.end().encode())));
        assertEquals("second", next.transfers().getFirst().deposit().txId());
    }

    @Test
    void saysOfALateTransferWhatItsProofWouldHaveShown() {
        send(payer, "late", "ws402", "reference");
        QuotedPayment quote = new QuotedPayment(
                "pay_1",
                "reference",
                new Money(PointsMethod.POINT, POINTS),
                "ws402",
                new JsonObject(),
                Instant.parse("2020-01-01T00:00:00Z"));
        InboundTransfer arrived =
                Await.of(feed.after(Await.of(feed.head()))).transfers().getFirst();
        Observation seen = Await.of(feed.observe(quote, arrived.deposit()));
        assertEquals(
                arrived.deposit(),
                assertInstanceOf(Observation.Refused.class, seen).arrived());
    }

    private static void send(PointsBank from, String id, String to, String memo) {
        Await.of(from.send(
                id,
                new JsonObject().put("to", to).put("points", POINTS.toString()).put("memo", memo)));
    }
}
