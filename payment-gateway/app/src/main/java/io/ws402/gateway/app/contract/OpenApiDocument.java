package io.ws402.gateway.app.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The OpenAPI 3.1 document of the gateway, put together from one file per feature. */
public final class OpenApiDocument {
    private static final String FOLDER = "/openapi/";
    private static final String ROOT = "gateway.yaml";
    private static final List<String> FEATURES =
            List.of("payment.yaml", "payments.yaml", "session.yaml", "operator.yaml", "service.yaml");

    private OpenApiDocument() {}

    /** The whole document; a fresh copy each time, since its readers may write into it. */
    public static JsonObject read() {
        JsonObject document = part(ROOT);
        for (String feature : FEATURES) {
            merge(document, part(feature), feature);
        }
        return document;
    }

    /** Adds what is new; nothing may stand in two files. */
    private static void merge(JsonObject into, JsonObject from, String feature) {
        for (Map.Entry<String, Object> entry : from) {
            Object existing = into.getValue(entry.getKey());
            if (existing == null) {
                into.put(entry.getKey(), entry.getValue());
            } else if (existing instanceof JsonObject there && entry.getValue() instanceof JsonObject more) {
                merge(there, more, feature);
            } else {
                throw new IllegalStateException("openapi/" + feature + " repeats " + entry.getKey());
            }
        }
    }

    private static JsonObject part(String name) {
        try (InputStream resource = OpenApiDocument.class.getResourceAsStream(FOLDER + name)) {
            if (resource == null) {
                throw new IllegalStateException("openapi/" + name + " is missing from the jar");
            }
            Object yaml = new Load(LoadSettings.builder().build()).loadFromInputStream(resource);
            return (JsonObject) json(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException("openapi/" + name + " can not be read", e);
        }
    }

    private static Object json(Object yaml) {
        return switch (yaml) {
            case Map<?, ?> map -> {
                Map<String, Object> object = new LinkedHashMap<>();
                map.forEach((key, value) -> object.put(String.valueOf(key), json(value)));
                yield new JsonObject(object);
            }
            case List<?> list ->
                new JsonArray(list.stream().map(OpenApiDocument::json).toList());
            default -> yaml;
        };
    }
}
