package io.ws402.server.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ws402.fuzz.Documents;
import io.ws402.fuzz.Reader;
import io.ws402.protocol.config.ConfigDocument;
import io.ws402.protocol.config.ConfigException;
import io.ws402.protocol.json.Amounts;
import io.ws402.protocol.payment.PricePlan;
import java.util.Map;
import java.util.stream.Collectors;

/** The server's YAML, with what it sells. */
public final class ServerConfigFuzzTest implements Reader {
    private static final Map<String, String> KEY = Map.of("GATEWAY_API_KEY", "the-key-of-this-server");

    private final Documents documents = Documents.of(ServerConfigFuzzTest.class);

    @FuzzTest
    @Override
    public void read(byte[] input) {
        ServerConfig config;
        try {
            config = ProgramConfig.of(ConfigDocument.parse("server.yaml", text(input), KEY))
                    .server();
        } catch (ConfigException refused) {
            assertFalse(refused.problems().isEmpty());
            return;
        }
        assertTrue(config.port() >= 0 && config.port() <= 65_535);
        assertTrue(config.eventLoops() >= 0);
        assertFalse(config.resources().isEmpty());
        for (ResourceConfig resource : config.resources()) {
            resource.tariff().prices().forEach(price -> canBePaid(price.plan()));
        }
        assertEquals(
                config.resources().size(),
                config.resources().stream()
                        .map(ResourceConfig::id)
                        .collect(Collectors.toSet())
                        .size());
    }

    private static void canBePaid(PricePlan plan) {
        String longest = plan.priceOf(plan.maxDurationSeconds()).toString();
        assertTrue(plan.pricePerSecond().signum() > 0 && longest.length() <= Amounts.MAX_DIGITS, longest);
    }

    /** JSON is YAML too: what begins with a control character changes a known document. */
    private String text(byte[] input) {
        return new String(input.length > 0 && input[0] < ' ' ? documents.text(input) : input, UTF_8);
    }
}
