package io.ws402.gateway.app.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ws402.fuzz.Documents;
import io.ws402.fuzz.Reader;
import io.ws402.gateway.method.MethodConfigurationException;
import io.ws402.gateway.methods.evm.config.EvmSettingsReader;
import io.ws402.gateway.methods.solana.config.SolanaSettingsReader;
import io.ws402.protocol.config.ConfigDocument;
import io.ws402.protocol.config.ConfigException;
import java.util.Map;

/** The gateway's YAML, with the sections of its payment methods. */
public final class GatewayConfigFuzzTest implements Reader {
    private final Documents documents = Documents.of(GatewayConfigFuzzTest.class);

    @FuzzTest
    @Override
    public void read(byte[] input) {
        GatewayConfig config;
        try {
            ConfigDocument document = ConfigDocument.parse("gateway.yaml", text(input), Map.of());
            config = GatewayConfig.read(document, Map.of(), true);
        } catch (ConfigException refused) {
            assertFalse(refused.problems().isEmpty());
            return;
        }
        assertTrue(config.http().port() >= 0 && config.http().port() <= 65_535);
        assertTrue(config.merchant().feeBasisPoints() >= 0 && config.merchant().feeBasisPoints() <= 10_000);
        assertTrue(config.defaultMethod().filter(String::isBlank).isEmpty());
        config.databaseUrl().ifPresent(url -> assertTrue(url.port() > 0 && url.port() <= 65_535));
        try {
            new EvmSettingsReader(name -> null, true).read(config.methods());
            new SolanaSettingsReader(name -> null, true).read(config.methods());
        } catch (MethodConfigurationException refused) {
            assertFalse(String.valueOf(refused.getMessage()).isBlank());
        }
    }

    /** JSON is YAML too: what begins with a control character changes a known document. */
    private String text(byte[] input) {
        return new String(input.length > 0 && input[0] < ' ' ? documents.text(input) : input, UTF_8);
    }
}
