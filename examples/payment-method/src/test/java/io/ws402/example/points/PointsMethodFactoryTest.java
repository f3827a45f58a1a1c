package io.ws402.example.points;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.ws402.gateway.method.MethodConfigurationException;
import io.ws402.gateway.method.MethodContext;
import io.ws402.gateway.method.MethodRegistry;
import io.ws402.gateway.method.PaymentMethodFactory;
import java.time.InstantSource;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(VertxExtension.class)
final class PointsMethodFactoryTest {
    private static final String GOOD = "{'url':'https://points.example','account':'ws402','key':'k'}";

    private final MethodContext context;

    @SuppressWarnings("NullAway") // The credits method alone looks at the database, and it is off.
    PointsMethodFactoryTest(Vertx vertx) {
        this.context = new MethodContext(vertx, null, InstantSource.system(), false);
    }

    @Test
    void isFoundByTheGatewayBesideItsOwnMethods() {
        assertTrue(ServiceLoader.load(PaymentMethodFactory.class).stream()
                .anyMatch(provider -> provider.type() == PointsMethodFactory.class));
        JsonObject methods =
                new JsonObject().put("points", section(GOOD)).put("credits", new JsonObject().put("enabled", false));
        try (MethodRegistry registry = MethodRegistry.load(methods, context, null)) {
            assertEquals("points", registry.defaultMethod().describe().id());
        }
    }

    @Test
    void makesNothingWhereNothingIsConfigured() {
        assertTrue(new PointsMethodFactory().create(new JsonObject(), context).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {'url':'https://points.example','account':'ws402'}                     | points.key
            {'url':'https://points.example','account':'ws402','key':7}             | points.key
            {'url':'ftp://points.example','account':'ws402','key':'k'}             | points.url
            {'url':'not an address','account':'ws402','key':'k'}                   | points.url
            {'url':'https://points.example','account':'../admin','key':'k'}        | points.account
            {'url':'https://points.example','account':'ws402','key':'k','kye':'k'} | points.kye
            """)
    void namesTheKeyThatIsWrong(String json, String key) {
        JsonObject methods = new JsonObject().put("points", section(json));
        MethodConfigurationException refusal = assertThrows(
                MethodConfigurationException.class, () -> new PointsMethodFactory().create(methods, context));
        assertTrue(String.valueOf(refusal.getMessage()).startsWith(key + ": "), refusal.getMessage());
    }

    private static JsonObject section(String json) {
        return new JsonObject(json.replace('\'', '"'));
    }
}
