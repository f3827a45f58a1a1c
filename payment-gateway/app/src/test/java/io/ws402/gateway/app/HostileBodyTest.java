package io.ws402.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.app.contract.Operation;
import io.ws402.gateway.app.contract.SampleBodies;
import io.ws402.gateway.app.testing.Calls;
import io.ws402.gateway.app.testing.GatewayClient;
import io.ws402.gateway.app.testing.GatewayExtension;
import io.ws402.gateway.app.testing.Reply;
import io.ws402.gateway.app.testing.TestKeys;
import io.ws402.gateway.storage.Await;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bodies that want to be read in two ways, or to do harm, at every call that takes one: refused, and nothing moves. */
@ExtendWith(GatewayExtension.class)
final class HostileBodyTest {
    private static final List<String> NO_AMOUNTS = List.of(
            "1.5",
            "1e3",
            "1.0",
            "-1",
            "-0",
            "NaN",
            "Infinity",
            "9".repeat(79),
            "true",
            "[]",
            "{}",
            "\"\"",
            "\" 1\"",
            "\"1 \"",
            "\"+1\"",
            "\"-1\"",
            "\"-0\"",
            "\"01\"",
            "\"00\"",
            "\"1e3\"",
            "\"1.5\"",
            "\"1,000\"",
            "\"1_000\"",
            "\"0x10\"",
            "\"\u0661\u0662\"",
            "\"\uff11\"",
            "\"\u00bd\"",
            "\"1\\n\"",
            "\"1\\u0000\"",
            "\"\\ud800\"",
            "\"" + "9".repeat(79) + "\"");

    private final GatewayClient operator;
    private final String moneyBefore;

    HostileBodyTest(GatewayClient server) {
        this.operator = server.as(TestKeys.OPERATOR);
        this.moneyBefore = money();
    }

    private String money() {
        JsonObject audit = operator.get("/api/audit").ok();
        assertTrue(audit.getBoolean("holds"), audit::encode);
        return audit.getJsonArray("assets").encode();
    }

    @AfterEach
    void nothingMovedAndTheLawHolds() {
        assertEquals(moneyBefore, money());
    }

    @Test
    void everyCallRefusesWhatIsNoPlainJson() {
        for (Operation operation : Calls.withBody()) {
            String sample = SampleBodies.of(operation.id()).encode();
            String open = sample.substring(0, sample.length() - 1);
            assertRefused(operation, "", "invalid_json");
            assertRefused(operation, open, "invalid_json");
            assertRefused(operation, "\ufeff" + sample, "invalid_json");
            assertRefused(operation, "[" + sample + "]", "invalid_json");
            assertRefused(operation, sample.replace('"', '\''), "invalid_json");
            assertRefused(operation, "/* */" + sample, "invalid_json");
            assertRefused(operation, open + ",}", "invalid_json");
            assertRefused(operation, sample + sample, "trailing_data");
            assertRefused(operation, open + ",\"x\":1,\"x\":1}", "duplicate_key");
            assertRefused(operation, open + ",\"x\":1,\"\\u0078\":1}", "duplicate_key");
            assertRefused(operation, open + ",\"x\":" + "[".repeat(33) + "]".repeat(33) + "}", "too_deep");
            assertRefused(operation, open + ",\"x\":\"a\\u0000\"}", "invalid_string");
            assertRefused(operation, open + ",\"x\":\"\\udc00\\ud800\"}", "invalid_string");
            assertRefused(operation, open + ",\"\\u0000\":1}", "invalid_string");
            assertRefused(operation, open + ",\"x\":-0}", "invalid_number");
            assertRefused(operation, open + ",\"x\":1E400}", "invalid_number");
        }
    }

    @Test
    void everyCallRefusesBytesThatAreNoUtf8() {
        for (Operation operation : Calls.withBody()) {
            for (int[] bytes : new int[][] {{0xff}, {0xc0, 0x80}, {0xed, 0xa0, 0x80}, {0xf8, 0x88, 0x80, 0x80, 0x80}}) {
                Buffer body = Buffer.buffer("{\"x\":\"");
                for (int each : bytes) {
                    body.appendByte((byte) each);
                }
                operator.postRaw(Calls.path(operation), body.appendString("\"}"))
                        .problem(400, "invalid_json");
            }
            byte[] wide = SampleBodies.of(operation.id()).encode().getBytes(StandardCharsets.UTF_16);
            operator.postRaw(Calls.path(operation), Buffer.buffer(wide)).problem(400, "invalid_json");
        }
    }

    @Test
    void everyCallWantsJsonByItsContentType() {
        for (Operation operation : Calls.withBody()) {
            Buffer body = SampleBodies.of(operation.id()).toBuffer();
            for (String type : List.of(
                    "text/plain",
                    "application/x-www-form-urlencoded",
                    "multipart/form-data; boundary=x",
                    "application/jsonp",
                    "application/json-seq",
                    "application/json, text/plain")) {
                Await.of(operator.send(operation.method(), Calls.path(operation), body, Map.of("Content-Type", type)))
                        .problem(415, "unsupported_media_type");
            }
            Reply read = Await.of(operator.send(
                    operation.method(),
                    Calls.path(operation),
                    Buffer.buffer("{"),
                    Map.of("Content-Type", "Application/JSON ; charset=utf-8")));
            read.problem(400, "invalid_json");
        }
    }

    @Test
    void everyFieldThatIsANumberRefusesWhatIsNoPlainOne() {
        int fields = 0;
        for (Operation operation : Calls.withBody()) {
            String sample = SampleBodies.of(operation.id()).encode();
            for (String path : numbers("", SampleBodies.of(operation.id()))) {
                fields++;
                for (String hostile : NO_AMOUNTS) {
                    String body = with(SampleBodies.of(operation.id()), path, hostile);
                    assertFalse(body.equals(sample));
                    Reply reply = operator.postRaw(Calls.path(operation), Buffer.buffer(body));
                    assertEquals(400, reply.status(), () -> operation.id() + " " + body + " " + reply);
                    JsonObject problem = reply.json();
                    assertEquals(
                            path.replace("Atomic", ""),
                            problem.getString("field").replace("Atomic", ""),
                            body);
                    assertTrue(problem.getString("detail").contains(path.replace("Atomic", "")), problem::encode);
                }
            }
        }
        assertTrue(fields > 30, "fields: " + fields);
    }

    @Test
    void identifiersAreVisibleCharactersToTheirEnd() {
        for (String id : List.of("ses_1\n", "\nses_1", "ses\t1", "ses_1 ", "s\u00e9s", "\u202eses", "s".repeat(129))) {
            JsonObject claim = SampleBodies.of("verifyPayment");
            claim.getJsonObject("session").put("sessionId", id);
            JsonObject problem = operator.post("/api/payment/verify", claim).problem(400, "invalid_field");
            assertEquals("session.sessionId", problem.getString("field"));
        }
    }

    private void assertRefused(Operation operation, String body, String code) {
        JsonObject problem =
                operator.postRaw(Calls.path(operation), Buffer.buffer(body)).problem(400, code);
        assertFalse(problem.getString("detail").isBlank(), problem::encode);
    }

    /** The paths of all numbers, be they written as such or as text. */
    private static List<String> numbers(String above, Object value) {
        List<String> found = new ArrayList<>();
        switch (value) {
            case JsonObject object ->
                object.forEach(member -> found.addAll(
                        numbers(above.isEmpty() ? member.getKey() : above + "." + member.getKey(), member.getValue())));
            case JsonArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    found.addAll(numbers(above + "[" + i + "]", array.getValue(i)));
                }
            }
            case Number number -> found.add(above);
            case String text when text.matches("[0-9]+") && !above.startsWith("proof.") -> found.add(above);
            default -> {
                // no number
            }
        }
        return found;
    }

    /** The body with raw JSON in the place of one value. */
    private static String with(JsonObject body, String path, String raw) {
        Object at = body;
        String[] steps = path.split("[.\\[]", -1);
        for (int i = 0; i < steps.length; i++) {
            String step = steps[i].replace("]", "");
            boolean last = i == steps.length - 1;
            switch (at) {
                case JsonObject object when last -> object.put(step, "@@");
                case JsonObject object -> at = object.getValue(step);
                case JsonArray array -> at = array.getValue(Integer.parseInt(step));
                default -> throw new IllegalArgumentException(path);
            }
        }
        return body.encode().replace("\"@@\"", raw);
    }
}
