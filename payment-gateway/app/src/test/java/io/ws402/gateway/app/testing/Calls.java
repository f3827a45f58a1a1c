package io.ws402.gateway.app.testing;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.app.contract.Contract;
import io.ws402.gateway.app.contract.Operation;
import io.ws402.gateway.app.contract.SampleBodies;
import io.ws402.gateway.storage.Await;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every call that the contract has, with a request that it allows. */
public final class Calls {
    private static final Contract CONTRACT = Contract.load();

    private Calls() {}

    public static List<Operation> all() {
        return CONTRACT.operations();
    }

    public static List<Operation> withBody() {
        return all().stream().filter(operation -> operation.body() != null).toList();
    }

    /** Where the call goes, with {@code x} for each parameter. */
    public static String path(Operation operation) {
        return operation.path().replaceAll("\\{[^}]*}", "x");
    }

    /** A body that the contract allows, or null when the call takes none. */
    public static @Nullable JsonObject body(Operation operation) {
        return SampleBodies.all().get(operation.id());
    }

    public static Reply send(GatewayClient client, Operation operation) {
        JsonObject body = body(operation);
        Buffer bytes = body == null ? null : body.toBuffer();
        return Await.of(client.send(operation.method(), path(operation), bytes, Map.of()));
    }
}
