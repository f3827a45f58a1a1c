package io.ws402.gateway.app.contract;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Response;
import io.ws402.gateway.storage.Await;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The document as vertx-openapi understands it: an independent reading of every schema in it. */
public final class VertxContract {
    private final OpenAPIContract contract;
    private final Map<String, Validator> validators = new ConcurrentHashMap<>();

    private VertxContract(OpenAPIContract contract) {
        this.contract = contract;
    }

    /** Fails when the document is not OpenAPI 3.1. */
    public static VertxContract load(Vertx vertx) {
        JsonObject document = (JsonObject) withKnownMediaTypes(OpenApiDocument.read());
        return new VertxContract(Await.of(OpenAPIContract.from(vertx, document)));
    }

    /** vertx-openapi does not know {@code application/problem+json}. */
    private static Object withKnownMediaTypes(Object json) {
        return switch (json) {
            case JsonObject object -> {
                JsonObject copy = new JsonObject();
                object.forEach(member -> copy.put(
                        member.getKey().equals("application/problem+json") ? "application/json" : member.getKey(),
                        withKnownMediaTypes(member.getValue())));
                yield copy;
            }
            case JsonArray array -> {
                JsonArray copy = new JsonArray();
                array.forEach(element -> copy.add(withKnownMediaTypes(element)));
                yield copy;
            }
            default -> json;
        };
    }

    /** Whether a request body is allowed. */
    public boolean allowsBody(String operationId, JsonObject body) {
        Validator validator = validators.computeIfAbsent(
                operationId,
                id -> contract.getSchemaRepository()
                        .validator(Objects.requireNonNull(
                                        contract.operation(id)
                                                .getRequestBody()
                                                .getContent()
                                                .get("application/json"),
                                        id)
                                .getSchema()));
        return validator.validate(body).getValid();
    }

    /** What the contract's schema of this name says is wrong with a value, or null. */
    public @Nullable String violation(String schema, JsonObject value) {
        JsonObject definition = contract.getRawContract()
                .getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject(schema);
        OutputUnit verdict = validators
                .computeIfAbsent(schema, name -> contract.getSchemaRepository().validator(JsonSchema.of(definition)))
                .validate(value);
        return verdict.getValid()
                ? null
                : String.valueOf(verdict.getErrors().getLast().toJson());
    }

    /** What the contract says is wrong with an answer, or null. */
    public @Nullable String answerViolation(String operationId, int status, String contentType, String body) {
        io.vertx.openapi.contract.Operation operation = contract.operation(operationId);
        Response exact = operation.getResponse(status);
        Response response = exact == null ? operation.getDefaultResponse() : exact;
        if (exact == null && status < 400) {
            return "status " + status + " is not in the contract";
        }
        String type = contentType.replace("problem+json", "json").replaceAll(";.*", "");
        MediaType media = response.getContent().get(type);
        if (media == null) {
            return "content type " + contentType + " is not in the contract for status " + status;
        }
        JsonSchema schema = media.getSchema();
        Object value = type.equals("application/json") ? new JsonObject(body) : body;
        OutputUnit verdict = validators
                .computeIfAbsent(
                        operationId + " " + (exact == null ? "default" : status),
                        key -> contract.getSchemaRepository().validator(schema))
                .validate(value);
        return verdict.getValid()
                ? null
                : String.valueOf(verdict.getErrors().getLast().toJson());
    }
}
