package io.ws402.gateway.app.contract;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the OpenAPI document says, compiled once and shared by all. Immutable. */
public final class Contract {
    private static final int MAX_BODY_BYTES = 65_536;

    private final JsonObject document;
    private final List<Operation> operations;

    private Contract(JsonObject document, List<Operation> operations) {
        this.document = document;
        this.operations = List.copyOf(operations);
    }

    /** Reads and compiles the document of the jar; @throws IllegalStateException when it uses what is not understood. */
    public static Contract load() {
        JsonObject document = OpenApiDocument.read();
        SchemaCompiler schemas = new SchemaCompiler(document);
        List<Operation> operations = new ArrayList<>();
        document.getJsonObject("paths")
                .forEach(path -> ((JsonObject) path.getValue())
                        .forEach(method -> operations.add(operation(
                                path.getKey(), method.getKey(), (JsonObject) method.getValue(), document, schemas))));
        return new Contract(document, operations);
    }

    /** The document as it is served. */
    public JsonObject document() {
        return document;
    }

    /** All calls there are. */
    public List<Operation> operations() {
        return operations;
    }

    private static Operation operation(
            String path, String method, JsonObject json, JsonObject document, SchemaCompiler schemas) {
        JsonObject body = json.getJsonObject("requestBody");
        return new Operation(
                json.getString("operationId"),
                HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)),
                path,
                !json.getJsonArray("security", new JsonArray().add("apiKey")).isEmpty(),
                Optional.ofNullable(json.getString("x-role")),
                json.getJsonArray("parameters", new JsonArray()).stream()
                        .map(parameter -> parameter(resolve((JsonObject) parameter, document), schemas))
                        .toList(),
                body == null
                        ? null
                        : schemas.compile(body.getJsonObject("content")
                                .getJsonObject("application/json")
                                .getJsonObject("schema")),
                json.getInteger("x-max-body-bytes", MAX_BODY_BYTES));
    }

    private static Operation.Parameter parameter(JsonObject json, SchemaCompiler schemas) {
        JsonObject schema = json.getJsonObject("schema");
        return new Operation.Parameter(
                json.getString("name"),
                Operation.Place.valueOf(json.getString("in").toUpperCase(Locale.ROOT)),
                json.getBoolean("required", false),
                "integer".equals(schema.getValue("type")),
                schemas.compile(schema));
    }

    private static JsonObject resolve(JsonObject json, JsonObject document) {
        String reference = json.getString("$ref");
        if (reference == null) {
            return json;
        }
        JsonObject found = document;
        for (String name : reference.substring("#/".length()).split("/", -1)) {
            found = found.getJsonObject(name);
        }
        return found;
    }
}
