package io.ws402.gateway.app.contract;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
final class ContractTest {
    private static final long SEED = 402;

    private final Contract contract = Contract.load();

    @Test
    void readsEveryRequestAsAnIndependentValidatorDoes(Vertx vertx) {
        VertxContract other = VertxContract.load(vertx);
        BodyMutations mutations = new BodyMutations(new Random(SEED));
        SampleBodies.all().forEach((id, sample) -> {
            assertTrue(other.allowsBody(id, sample), id);
            assertNull(violation(id, sample), id);
            for (int i = 0; i < 2000; i++) {
                JsonObject body = mutations.mutate(sample);
                assertEquals(other.allowsBody(id, body), violation(id, body) == null, () -> id + " " + body);
            }
        });
    }

    @Test
    void hasASampleForEveryOperationWithABody() {
        assertEquals(
                contract.operations().stream()
                        .filter(operation -> operation.body() != null)
                        .map(Operation::id)
                        .collect(toSet()),
                SampleBodies.all().keySet());
    }

    @Test
    void namesTheFieldAtFaultByItsPath() {
        JsonObject body = sample("checkpointSessions");
        body.getJsonArray("sessions").getJsonObject(1).put("consumed", -1);
        assertEquals(
                new Violation(
                        "invalid_amount",
                        "sessions[1].consumed",
                        "must be a whole number of smallest units, 0 or more, of at most 78 digits"),
                violation("checkpointSessions", body));
    }

    @Test
    void saysWhichFieldIsMissing() {
        JsonObject body = sample("verifyPayment");
        body.getJsonObject("session").remove("serverId");
        assertEquals(
                new Violation("missing_field", "session.serverId", "is missing"), violation("verifyPayment", body));
    }

    @Test
    void takesNullForAbsent() {
        JsonObject body = sample("generatePayment");
        assertNull(violation("generatePayment", body.copy().putNull("method")));
        Violation missing = violation("generatePayment", body.putNull("resourceId"));
        assertNotNull(missing);
        assertEquals("missing_field", missing.code());
    }

    @Test
    void asksForAnAmountByItsFirstName() {
        JsonObject body = sample("generatePayment");
        body.remove("amount");
        assertNull(violation("generatePayment", body));
        body.remove("amountAtomic");
        assertEquals(new Violation("missing_field", "amount", "is missing"), violation("generatePayment", body));
    }

    @Test
    void refusesAnElementThatIsNull() {
        JsonObject body = sample("releaseSessions");
        body.put("sessions", new JsonArray().addNull());
        Violation violation = violation("releaseSessions", body);
        assertNotNull(violation);
        assertEquals("sessions[0]", violation.field());
    }

    @Test
    void readsParametersStrictly() {
        Operation list = operation("listPayments");
        assertNull(list.parameterViolation(parameter -> parameter.name().equals("limit") ? "200" : null));
        for (String bad : new String[] {"0", "201", "1e2", "-1", "", "x", " 5", "99999999999999999999"}) {
            Violation violation =
                    list.parameterViolation(parameter -> parameter.name().equals("limit") ? bad : null);
            assertNotNull(violation, bad);
            assertEquals("limit", violation.field());
        }
    }

    @Test
    void refusesASchemaWithAKeywordThatItDoesNotKnow() {
        SchemaCompiler compiler = new SchemaCompiler(OpenApiDocument.read());
        assertThrows(
                IllegalStateException.class,
                () -> compiler.compile(new JsonObject().put("type", "string").put("format", "uuid")));
    }

    private Operation operation(String id) {
        return contract.operations().stream()
                .filter(operation -> operation.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private @Nullable Violation violation(String id, JsonObject body) {
        return operation(id).bodyViolation(body);
    }

    private static JsonObject sample(String id) {
        JsonObject sample = SampleBodies.all().get(id);
        assertNotNull(sample);
        return sample;
    }
}
