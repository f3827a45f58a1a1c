package io.ws402.protocol.gateway;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.Golden;
import io.ws402.protocol.Mutations;
import io.ws402.protocol.json.MalformedJson;
import io.ws402.protocol.json.StrictJson;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BodiesPropertiesTest {
    private static final int BODIES = 100_000;

    @Test
    void readsOrRefusesAnyBodyAndThrowsNothingElse() {
        List<Golden<?>> goldens = Bodies.all().toList();
        Mutations texts = new Mutations(
                4,
                goldens.stream()
                        .map(golden -> Golden.parse(golden.file()).encode())
                        .toList());
        Random random = new Random(5);
        int read = 0;
        for (int i = 0; i < BODIES; i++) {
            // Mostly the reader of another body: that a field is there says nothing about what is in it.
            Golden<?> golden = goldens.get(random.nextInt(goldens.size()));
            try {
                JsonObject json = StrictJson.parse(texts.next(), 100_000);
                golden.reader().apply(json);
                read++;
            } catch (MalformedJson refusal) {
                assertFalse(refusal.code().isEmpty());
            }
        }
        assertTrue(read > 0);
    }

    @Test
    void readsOrRefusesItsOwnBodiesWhenTheyAreSpoilt() {
        for (Golden<?> golden : Bodies.all().toList()) {
            Mutations texts =
                    new Mutations(6, List.of(Golden.parse(golden.file()).encode()));
            for (int i = 0; i < BODIES / 25; i++) {
                try {
                    golden.reader().apply(StrictJson.parse(texts.next(), 100_000));
                } catch (MalformedJson refusal) {
                    assertFalse(refusal.reason().isEmpty());
                }
            }
        }
    }
}
