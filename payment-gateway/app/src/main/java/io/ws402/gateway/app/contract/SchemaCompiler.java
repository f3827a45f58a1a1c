package io.ws402.gateway.app.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Compiles the JSON Schemas of requests. It knows the keywords that they use and refuses any other, so that none is
 * silently ignored. A general validator interprets the schema for every value: twenty microseconds for a verify, a third
 * of a second for a checkpoint of ten thousand sessions; this takes a fraction of the time it takes to parse them.
 */
final class SchemaCompiler {
    private static final Set<String> READ_BY_OTHERS =
            Set.of("description", "title", "default", "x-code", "x-complaint", "minimum", "maximum");

    private final JsonObject schemas;
    private final Map<String, Check> named = new HashMap<>();

    SchemaCompiler(JsonObject document) {
        this.schemas = document.getJsonObject("components").getJsonObject("schemas");
    }

    Check compile(JsonObject schema) {
        Complaint complaint = Complaint.of(schema);
        List<Check> checks = new ArrayList<>();
        schema.forEach(keyword -> {
            if (!READ_BY_OTHERS.contains(keyword.getKey())) {
                checks.add(keyword(keyword.getKey(), keyword.getValue(), complaint));
            }
        });
        if (schema.containsKey("minimum") || schema.containsKey("maximum")) {
            checks.add(Checks.range(schema.getValue("minimum"), schema.getValue("maximum"), complaint));
        }
        return Checks.all(checks);
    }

    private Check keyword(String name, Object value, Complaint complaint) {
        return switch (name) {
            case "$ref" -> reference((String) value);
            case "type" -> Checks.type(value, complaint);
            case "properties" -> properties((JsonObject) value);
            case "required" -> Checks.required((JsonArray) value);
            case "items" -> Checks.items(compile((JsonObject) value));
            case "maxItems" -> Checks.maxItems((Integer) value);
            case "enum" -> Checks.oneOf((JsonArray) value);
            case "pattern" -> Checks.pattern((String) value, complaint);
            case "minLength" -> Checks.minLength((Integer) value);
            case "maxLength" -> Checks.maxLength((Integer) value);
            case "allOf" -> Checks.all(compileAll((JsonArray) value));
            case "anyOf" -> Checks.any(compileAll((JsonArray) value));
            default -> throw new IllegalStateException("requests may not use the schema keyword " + name);
        };
    }

    private Check reference(String reference) {
        String name = reference.substring(reference.lastIndexOf('/') + 1);
        Check known = named.get(name);
        if (known == null) {
            known = compile(Objects.requireNonNull(schemas.getJsonObject(name), reference));
            named.put(name, known);
        }
        return known;
    }

    private List<Check> compileAll(JsonArray alternatives) {
        return alternatives.stream().map(each -> compile((JsonObject) each)).toList();
    }

    private Check properties(JsonObject properties) {
        Map<String, Check> checks = new HashMap<>();
        properties.forEach(property -> checks.put(property.getKey(), compile((JsonObject) property.getValue())));
        return Checks.properties(checks);
    }
}
