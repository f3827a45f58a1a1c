package io.ws402.gateway.app.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.json.JsonObject;
import io.ws402.fuzz.Documents;
import io.ws402.fuzz.Reader;
import io.ws402.protocol.gateway.GenerateRequest;
import io.ws402.protocol.gateway.RefundRequest;
import io.ws402.protocol.gateway.ResumeRequest;
import io.ws402.protocol.gateway.SessionsReport;
import io.ws402.protocol.gateway.SettleRequest;
import io.ws402.protocol.gateway.TokenRequest;
import io.ws402.protocol.gateway.TopUpRequest;
import io.ws402.protocol.gateway.VerifyRequest;
import io.ws402.protocol.json.MalformedJson;
import io.ws402.protocol.json.StrictJson;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Bodies and parameters of every operation of the gateway: what the contract lets through is read and written as it was. */
public final class ContractFuzzTest implements Reader {
    private static final Map<String, Function<JsonObject, JsonObject>> READ_AND_WRITTEN = Map.of(
            "generatePayment", json -> GenerateRequest.fromJson(json).toJson(),
            "verifyPayment", json -> VerifyRequest.fromJson(json).toJson(),
            "topUpPayment", json -> TopUpRequest.fromJson(json).toJson(),
            "settlePayment", json -> SettleRequest.fromJson(json).toJson(),
            "refundPayment", json -> RefundRequest.fromJson(json).toJson(),
            "checkpointSessions", json -> SessionsReport.fromJson(json).toJson(),
            "releaseSessions", json -> SessionsReport.fromJson(json).toJson(),
            "resumeSession", json -> ResumeRequest.fromJson(json).toJson(),
            "renewToken", json -> TokenRequest.fromJson(json).toJson());

    private final Contract contract = Contract.load();
    private final Documents documents = Documents.of(ContractFuzzTest.class);

    @FuzzTest
    @Override
    public void read(byte[] input) {
        byte[] text = documents.text(input);
        contract.operations().forEach(operation -> {
            body(operation, text);
            parameters(operation, new String(input, UTF_8));
        });
    }

    private static void body(Operation operation, byte[] text) {
        JsonObject body;
        try {
            body = StrictJson.parse(text, operation.maxBodyBytes());
        } catch (MalformedJson refused) {
            return;
        }
        Violation violation = operation.bodyViolation(body);
        if (violation != null) {
            sayable(violation);
            return;
        }
        Function<JsonObject, JsonObject> reader = READ_AND_WRITTEN.get(operation.id());
        if (reader != null) {
            readAndWritten(operation, reader, body);
        }
    }

    private static void readAndWritten(Operation operation, Function<JsonObject, JsonObject> reader, JsonObject body) {
        JsonObject written;
        try {
            written = reader.apply(body);
        } catch (MalformedJson refused) {
            return;
        }
        String wire = written.encode();
        JsonObject again = StrictJson.parse(wire, Integer.MAX_VALUE);
        assertNull(operation.bodyViolation(again), () -> operation.id() + " refuses what was written: " + wire);
        assertEquals(wire, reader.apply(again).encode());
    }

    private static void parameters(Operation operation, @Nullable String text) {
        Violation violation = operation.parameterViolation(parameter -> text);
        if (violation != null) {
            sayable(violation);
        }
    }

    private static void sayable(Violation violation) {
        assertTrue(violation.code().matches("[a-z_]+"), violation.code());
        assertFalse(violation.complaint().isBlank());
    }
}
