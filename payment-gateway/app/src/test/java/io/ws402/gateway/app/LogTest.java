package io.ws402.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.app.testing.GatewayClient;
import io.ws402.gateway.app.testing.GatewayExtension;
import io.ws402.gateway.app.testing.Payer;
import io.ws402.gateway.app.testing.TestKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

@ExtendWith(GatewayExtension.class)
final class LogTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final GatewayClient server;

    LogTest(GatewayClient server) {
        this.server = server;
    }

    @Test
    void namesTraceSessionAndPaymentAndNoSecret() {
        Logger logger = (Logger) LoggerFactory.getLogger("io.ws402.gateway");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.setLevel(Level.DEBUG);
        logger.addAppender(lines);
        Payer payer = Payer.with(server, 300);
        JsonObject details = payer.quote();
        JsonObject request = payer.verifyRequest(details, "ses_logged");
        Map<String, String> trace = Map.of("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");
        JsonObject grant = server.post("/api/payment/verify", request, trace).ok();
        server.post("/api/payment/settle", Payer.report(grant, 1, 10), trace).ok();
        logger.detachAppender(lines);
        List<String> traced = List.copyOf(lines.list).stream()
                .filter(line -> pairs(line).contains(new KeyValuePair("traceId", TRACE)))
                .map(LogTest::text)
                .toList();
        assertEquals(2, traced.size(), traced::toString);
        assertTrue(traced.stream().allMatch(line -> line.contains(grant.getString("paymentId"))), traced::toString);
        assertTrue(traced.getFirst().contains("ses_logged"), traced::toString);
        String everything =
                String.join("\n", lines.list.stream().map(LogTest::text).toList());
        for (String secret : List.of(
                TestKeys.SERVER,
                TestKeys.OPERATOR,
                details.getString("claimSecret"),
                request.getJsonObject("proof").getString("mac"),
                grant.getString("resumeToken"),
                grant.getString("accessToken"))) {
            assertFalse(everything.contains(secret));
        }
    }

    @Test
    void writesJsonWhenAskedTo() throws Exception {
        LoggerContext context = new LoggerContext();
        context.putProperty("LOG_FORMAT", "json");
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(
                Path.of("src", "main", "resources", "logback.xml").toFile());
        AsyncAppender behind = (AsyncAppender) context.getLogger("ROOT").getAppender("behind");
        ConsoleAppender<ILoggingEvent> json = (ConsoleAppender<ILoggingEvent>) behind.getAppender("json");
        Logger logger = context.getLogger("io.ws402.gateway.X");
        LoggingEvent event = new LoggingEvent("x", logger, Level.INFO, "held {}", null, new Object[] {"300"});
        event.addKeyValuePair(new KeyValuePair("paymentId", "pay_1"));
        JsonObject line = new JsonObject(new String(json.getEncoder().encode(event), StandardCharsets.UTF_8));
        context.stop();
        assertEquals("held 300", line.getString("formattedMessage"));
        assertTrue(line.encode().contains("{\"paymentId\":\"pay_1\"}"), line::encode);
    }

    private static List<KeyValuePair> pairs(ILoggingEvent line) {
        List<KeyValuePair> pairs = line.getKeyValuePairs();
        return pairs == null ? List.of() : pairs;
    }

    private static String text(ILoggingEvent line) {
        return line.getFormattedMessage() + " " + pairs(line);
    }
}
