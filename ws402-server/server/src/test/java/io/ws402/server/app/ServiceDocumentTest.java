package io.ws402.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.protocol.config.ConfigDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/PUT-A-SERVICE-BEHIND-WS402.md} shows a configuration: it is one. */
class ServiceDocumentTest {
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void itsConfigurationSellsTheServiceThatItShows() throws IOException {
        String document = Files.readString(Path.of("..", "..", "docs", "PUT-A-SERVICE-BEHIND-WS402.md"));
        Matcher example = YAML.matcher(document);
        assertTrue(example.find(), "it shows a configuration");
        ConfigDocument yaml = ConfigDocument.parse("echo.yaml", example.group(1), Map.of("GATEWAY_API_KEY", "a-key"));
        ResourceConfig resource = ProgramConfig.of(yaml).server().resources().getFirst();
        ResourceKind.Upstream upstream = assertInstanceOf(ResourceKind.Upstream.class, resource.kind());
        assertEquals(9000, upstream.options().address().port());
        assertTrue(document.contains("port: " + upstream.options().address().port()), "the service listens there");
        assertTrue(document.contains("/ws402/schema/" + resource.id() + "?"), "the page pays for it");
        assertTrue(document.contains("/ws402/" + resource.id() + " --credits-account"), "the command pays for it");
    }
}
