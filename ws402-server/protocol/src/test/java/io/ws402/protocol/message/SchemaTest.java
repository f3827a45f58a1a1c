package io.ws402.protocol.message;

import static io.ws402.protocol.Samples.ETH;
import static io.ws402.protocol.Samples.PAYMENT;
import static io.ws402.protocol.Samples.PLAN;
import static io.ws402.protocol.Samples.REFERENCE;
import static io.ws402.protocol.Samples.USDC;
import static io.ws402.protocol.Samples.eth;
import static io.ws402.protocol.Samples.units;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.Golden;
import io.ws402.protocol.Samples;
import io.ws402.protocol.json.StrictJson;
import io.ws402.protocol.message.Schema.Offer;
import io.ws402.protocol.payment.AcceptedAsset;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Quote;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaTest {
    private static final JsonObject DETAILS = Samples.details().put("claimSecret", "SECRET-claim");
    private static final Schema SCHEMA = Schema.of(
                    "ticker",
                    "wss://api.example/ws402/ticker",
                    300,
                    PLAN,
                    new Quote(PAYMENT, REFERENCE, eth("300000000000007"), 600_000, DETAILS),
                    List.of(
                            new Offer(new AcceptedAsset("base", "base", ETH, true), PLAN),
                            new Offer(
                                    new AcceptedAsset("base", "base", USDC, false),
                                    PricePlan.perSecond(units("3"), 3600))))
            .withResourceInfo(new JsonObject().put("title", "A ticker"));

    @Test
    void isAsItsFileShows() {
        new Golden<>("schema", SCHEMA, Schema::toJson, Schema::fromJson).check();
    }

    @Test
    void readsA01ServersSchema() {
        Schema schema = Schema.fromJson(StrictJson.parse("""
                {"protocol":"ws402","version":"0.1.0","resourceId":"test",
                 "websocketEndpoint":"ws://localhost:4030?resourceId=test",
                 "pricing":{"pricePerSecond":10,"currency":"wei","estimatedDuration":300,"totalPrice":3000},
                 "paymentDetails":{"type":"base"},"maxSessionDuration":600}
                """, 10_000));

        assertEquals(
                new Schema.Pricing("wei", PricePlan.perSecond(units("10"), 600), 300, units("3000")), schema.pricing());
        assertEquals(List.of(), schema.accepts());
    }

    @Test
    void doesNotPrintThePayersSecret() {
        assertFalse(SCHEMA.toString().contains("SECRET"));
    }
}
