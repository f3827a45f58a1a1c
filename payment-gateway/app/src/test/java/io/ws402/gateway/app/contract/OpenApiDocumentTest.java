package io.ws402.gateway.app.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

final class OpenApiDocumentTest {
    private final JsonObject document = OpenApiDocument.read();

    @Test
    void givesEveryCallANameASummaryAndAProblem() {
        Set<String> ids = new HashSet<>();
        forEachOperation((path, operation) -> {
            assertTrue(ids.add(operation.getString("operationId")), path);
            assertFalse(operation.getString("summary", "").isBlank(), path);
            assertNotNull(operation.getJsonObject("responses").getJsonObject("default"), path);
        });
    }

    @Test
    void usesEverySchemaThatItDefines() {
        String whole = document.encode();
        document.getJsonObject("components")
                .getJsonObject("schemas")
                .fieldNames()
                .forEach(name -> assertTrue(whole.contains("\"#/components/schemas/" + name + "\""), name));
    }

    @Test
    void asksForAKeyEverywhereButWhereProbesAndVerifiersLook() {
        Set<String> open = new HashSet<>();
        forEachOperation((path, operation) -> {
            if (operation.containsKey("security")) {
                assertEquals(0, operation.getJsonArray("security").size(), path);
                open.add(path);
            }
        });
        assertEquals(
                Set.of(
                        "/api/health",
                        "/livez",
                        "/readyz",
                        "/metrics",
                        "/.well-known/jwks.json",
                        "/.well-known/ws402-receipts/jwks.json",
                        "/openapi.json"),
                open);
    }

    private void forEachOperation(BiConsumer<String, JsonObject> check) {
        document.getJsonObject("paths")
                .forEach(path -> ((JsonObject) path.getValue())
                        .forEach(method -> check.accept(path.getKey(), (JsonObject) method.getValue())));
    }
}
