package io.ws402.gateway.app;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.ws402.gateway.app.contract.Contract;
import io.ws402.gateway.app.contract.Operation;
import io.ws402.gateway.app.http.Answer;
import io.ws402.gateway.app.http.ApiRouter;
import io.ws402.gateway.app.http.ApiServices;
import io.ws402.gateway.app.http.Authentication;
import io.ws402.gateway.app.http.Endpoints;
import io.ws402.gateway.app.http.KeyRates;
import io.ws402.gateway.app.storage.IdempotencyKeys;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.rate.Rate;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The routes that exist are those of the document, no more and no fewer. */
@ExtendWith(DatabaseExtension.class)
final class RoutesTest {
    private static final Rate RATE = Rate.parse("1/s burst 1");

    private final Contract contract = Contract.load();
    private final Vertx vertx;
    private final ApiServices services;

    RoutesTest(Vertx vertx, Database database) {
        this.vertx = vertx;
        this.services = new ApiServices(
                new Authentication(key -> Future.succeededFuture(Optional.empty()), RATE, System::nanoTime),
                new KeyRates(RATE, RATE, RATE, System::nanoTime),
                new IdempotencyKeys(database),
                (operation, answer, nanos) -> {},
                ApiServices.BODY_DEADLINE);
    }

    @Test
    void mountsExactlyTheOperationsOfTheDocument() {
        Router router = ApiRouter.create(vertx, contract, endpoints(), services);
        Set<String> mounted = router.getRoutes().stream()
                .map(route -> route.methods() + " " + route.getPath().replaceAll(":([A-Za-z]+)", "{$1}"))
                .collect(toSet());
        Set<String> documented = contract.operations().stream()
                .map(operation -> Set.of(operation.method()) + " " + operation.path())
                .collect(toSet());
        assertEquals(documented, mounted);
    }

    @Test
    void refusesAnEndpointThatTheDocumentDoesNotName() {
        Endpoints more = endpoints().on("somethingElse", exchange -> Future.failedFuture("never"));
        assertTrue(assertThrows(IllegalStateException.class, () -> ApiRouter.create(vertx, contract, more, services))
                .toString()
                .contains("somethingElse"));
    }

    @Test
    void refusesAnOperationWithoutAnEndpoint() {
        assertThrows(IllegalStateException.class, () -> ApiRouter.create(vertx, contract, new Endpoints(), services));
    }

    private Endpoints endpoints() {
        Endpoints endpoints = new Endpoints();
        for (Operation operation : contract.operations()) {
            endpoints.on(operation.id(), exchange -> Future.succeededFuture(Answer.ok(new JsonObject())));
        }
        return endpoints;
    }
}
