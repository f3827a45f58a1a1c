package io.ws402.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.message.Schema;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.QuoteRequest;
import io.ws402.server.pricing.Tariff;
import io.ws402.server.resource.EchoResource;
import io.ws402.server.resource.Offering;
import io.ws402.server.testing.FakeProvider;
import io.ws402.server.testing.TestServer;
import io.ws402.server.testing.TestServer.Answer;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRoutesTest {
    private final FakeProvider provider = new FakeProvider();
    private TestServer server = TestServer.start(provider, config -> config)
            .offer(dual())
            .offer(misreckoned())
            .listen();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void quotesTheDefaultPriceForTheDurationThatIsAskedFor() {
        JsonObject json = server.get("/ws402/schema/dual?duration=60").json();
        Schema schema = Schema.fromJson(json);
        assertEquals("dual", schema.resourceId());
        assertEquals("ws://127.0.0.1:" + server.port() + "/ws402/dual", schema.websocketEndpoint());
        assertEquals(BigInteger.valueOf(6_000), schema.pricing().totalPrice());
        assertEquals("CREDIT", schema.pricing().currency());
        assertEquals(60, schema.pricing().estimatedDuration());
        assertEquals(600, schema.maxSessionDuration());
        assertEquals("echo", json.getJsonObject("resourceInfo").getString("kind"));
        assertEquals(
                List.of("credits", "local"),
                schema.accepts().stream()
                        .map(offer -> offer.accepted().method())
                        .toList());
        assertEquals(BigInteger.TWO, schema.accepts().getLast().plan().pricePerSecond());
        QuoteRequest quoted = provider.quoted().getFirst();
        assertEquals("127.0.0.1", quoted.payerAddress());
        assertEquals("credits", quoted.method());
    }

    @Test
    void quotesTheMethodAndAssetThatAreNamed() {
        server.get("/ws402/schema/dual?method=local");
        server.get("/ws402/schema/dual?asset=USDC");
        server.get("/ws402/schema/dual?asset=" + FakeProvider.USDC.id());
        for (QuoteRequest quoted : provider.quoted()) {
            assertEquals("local", quoted.method());
            assertEquals(FakeProvider.USDC.id().value(), quoted.asset());
            assertEquals(BigInteger.valueOf(600), quoted.amount());
        }
        assertEquals(3, provider.quoted().size());
    }

    @Test
    void refusesAMethodOrAssetItDoesNotTake() {
        assertProblem(400, "unknown_method", server.get("/ws402/schema/dual?method=paper"));
        assertProblem(400, "unknown_asset", server.get("/ws402/schema/dual?asset=GOLD"));
        assertProblem(400, "unknown_asset", server.get("/ws402/schema/dual?method=credits&asset=USDC"));
        assertEquals(List.of(), provider.quoted());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "601", "-1", "1.5", "1e2", "abc", "+5", "%2010", "9999999999999999999999"})
    void refusesADurationThatIsNotPlainDigitsInRange(String duration) {
        assertProblem(400, "invalid_duration", server.get("/ws402/schema/dual?duration=" + duration));
        assertEquals(List.of(), provider.quoted());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?duration="})
    void takesFiveMinutesWhenNoDurationIsNamed(String query) {
        server.get("/ws402/schema/dual" + query);
        assertEquals(300, provider.quoted().getFirst().durationSeconds());
    }

    @Test
    void answersAPlainGetWithTheSchemaAsWhatIsToBePaid() {
        Answer answer = server.get("/ws402/echo");
        assertEquals(402, answer.status());
        assertEquals("echo", Schema.fromJson(answer.json()).resourceId());
        assertEquals(402, server.get("/?resourceId=echo").status());
    }

    @Test
    void saysThatAResourceIsUnknown() {
        assertProblem(404, "unknown_resource", server.get("/ws402/schema/nothing"));
        assertProblem(404, "unknown_resource", server.get("/ws402/nothing"));
        assertProblem(404, "not_found", server.get("/nothing"));
    }

    @Test
    void passesOnThatThereAreTooManyOpenQuotes() {
        provider.nextQuote(new QuoteOutcome.Refused("too_many_open_quotes", "Pay one of those you have first."));
        Answer answer = server.get("/ws402/schema/echo");
        assertProblem(429, "too_many_open_quotes", answer);
        assertEquals("5", answer.header("Retry-After"));
    }

    @Test
    void saysThatTheGatewayIsAway() {
        provider.down(true);
        assertProblem(503, "gateway_unavailable", server.get("/ws402/schema/echo"));
    }

    @Test
    void believesForwardedHeadersOfTrustedProxiesOnly() {
        String[] headers = {
            "X-Forwarded-Proto",
            "https",
            "X-Forwarded-Host",
            "pay.example",
            "X-Forwarded-For",
            "203.0.113.9, 198.51.100.7"
        };
        JsonObject untrusted = server.get("/ws402/schema/echo", headers).json();
        assertTrue(untrusted.getString("websocketEndpoint").startsWith("ws://127.0.0.1:"), untrusted::encode);
        server.close();
        server = TestServer.start(
                        provider,
                        config -> config.withPolicy(new WebPolicy(
                                null, TrustedProxies.of(List.of("127.0.0.0/8", "198.51.100.7")), List.of(), null)))
                .listen();
        JsonObject trusted = server.get("/ws402/schema/echo", headers).json();
        assertEquals("wss://pay.example/ws402/echo", trusted.getString("websocketEndpoint"));
        assertEquals("203.0.113.9", provider.quoted().getLast().payerAddress());
    }

    @Test
    void tellsThePriceOfTheDurationInEverythingItCanBePaidWith() {
        JsonObject schema = server.get("/ws402/schema/dual?duration=60").json();
        assertEquals(
                List.of("CREDIT 100 6000", "USDC 2 120"),
                schema.getJsonArray("accepts").stream()
                        .map(JsonObject.class::cast)
                        .map(offer -> offer.getJsonObject("asset").getString("symbol") + " "
                                + offer.getString("pricePerSecondAtomic") + " " + offer.getString("totalPriceAtomic"))
                        .toList());
    }

    @Test
    void sellsForNothingThatTheRatesReckonWithOtherDecimals() {
        assertEquals(
                1,
                server.get("/ws402/schema/rated").json().getJsonArray("accepts").size());
        assertProblem(400, "unknown_asset", server.get("/ws402/schema/rated?asset=USDC"));
    }

    @Test
    void namesTheConfiguredPublicUrl() {
        server.close();
        server = TestServer.start(
                        provider,
                        config -> config.withPolicy(
                                new WebPolicy("https://pay.example", TrustedProxies.of(List.of()), List.of(), null)))
                .listen();
        JsonObject schema = server.get("/ws402/schema/echo").json();
        assertEquals("wss://pay.example/ws402/echo", schema.getString("websocketEndpoint"));
    }

    @Test
    void drawsThePaymentUriOfAQuoteItMade() {
        JsonObject details = server.get("/ws402/schema/echo").json().getJsonObject("paymentDetails");
        Answer picture = server.get("/ws402/qr/" + details.getString("reference") + ".svg");
        assertEquals(200, picture.status());
        assertEquals("image/svg+xml", picture.header("Content-Type"));
        assertTrue(picture.body().toString().startsWith("<svg "));
        assertProblem(404, "unknown_reference", server.get("/ws402/qr/other.svg"));
    }

    private static void assertProblem(int status, String code, Answer answer) {
        assertEquals(status, answer.status(), answer.body()::toString);
        assertEquals(code, answer.json().getString("code"));
        assertEquals("application/problem+json", answer.header("Content-Type"));
    }

    private static Offering misreckoned() {
        PricePlan plan = PricePlan.perSecond(BigInteger.TWO, 600);
        Tariff tariff = new Tariff(
                List.of(new Tariff.Price(null, "CREDIT", plan, 6), new Tariff.Price(null, "USDC", plan, 18)));
        return new Offering("rated", tariff, Duration.ofSeconds(3), EchoResource::new);
    }

    private static Offering dual() {
        PricePlan credits = PricePlan.perSecond(BigInteger.valueOf(100), 600);
        PricePlan usdc = PricePlan.perSecond(BigInteger.TWO, 600);
        Tariff tariff =
                new Tariff(List.of(new Tariff.Price(null, null, credits), new Tariff.Price("local", "USDC", usdc)));
        return new Offering("dual", tariff, Duration.ofSeconds(3), EchoResource::new);
    }
}
