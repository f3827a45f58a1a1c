package io.ws402.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.ws402.gateway.access.ApiKeys;
import io.ws402.gateway.access.CreatedApiKey;
import io.ws402.gateway.access.Role;
import io.ws402.gateway.app.contract.Operation;
import io.ws402.gateway.app.testing.Calls;
import io.ws402.gateway.app.testing.Eventually;
import io.ws402.gateway.app.testing.GatewayClient;
import io.ws402.gateway.app.testing.GatewayExtension;
import io.ws402.gateway.app.testing.Reply;
import io.ws402.gateway.app.testing.TestKeys;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.ConnectionSettings;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseOptions;
import io.ws402.gateway.storage.Identifiers;
import java.security.SecureRandom;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may call what. */
@ExtendWith(GatewayExtension.class)
final class ApiKeyTest {
    private static final String UNKNOWN = "unknown_key_3a7d0c52e9b84f61a2c8d7e05b4f9136";

    private final GatewayClient server;

    ApiKeyTest(GatewayClient server) {
        this.server = server;
    }

    @Test
    void opensNothingButHealthProbesAndPublicDocumentsWithoutAKey() {
        for (Operation operation : Calls.all()) {
            Reply reply = Calls.send(server.as(null), operation);
            if (operation.needsKey()) {
                reply.problem(401, "unauthenticated");
                assertEquals("Bearer", reply.response().getHeader("WWW-Authenticate"));
            } else {
                assertEquals(200, reply.status(), operation.id());
            }
        }
    }

    @Test
    void opensNothingToAKeyThatIsNotKnown() {
        Calls.all().stream()
                .filter(Operation::needsKey)
                .forEach(operation -> Calls.send(server.as(UNKNOWN), operation).problem(401, "unauthenticated"));
    }

    @Test
    void opensWhatIsForOperatorsToThemAlone() {
        for (Operation operation : Calls.all()) {
            boolean forOperators = operation.role().equals(java.util.Optional.of("operator"));
            Reply asServer = Calls.send(server, operation);
            if (forOperators) {
                asServer.problem(403, "forbidden");
            } else {
                assertNotEquals(403, asServer.status(), operation.id());
            }
            int asOperator = Calls.send(server.as(TestKeys.OPERATOR), operation).status();
            assertNotEquals(403, asOperator, operation.id());
            assertNotEquals(401, operation.id().equals("resumeSession") ? 0 : asOperator, operation.id());
        }
    }

    private static CreatedApiKey create(Vertx vertx, ConnectionSettings settings) {
        return withKeys(vertx, settings, keys -> keys.create("mch_default", Role.SERVER, "test"));
    }

    private static <T> T withKeys(Vertx vertx, ConnectionSettings settings, Function<ApiKeys, Future<T>> work) {
        Database database = Await.of(
                Database.open(vertx, settings, DatabaseOptions.defaults().withConnections(1)));
        try {
            return Await.of(
                    work.apply(new ApiKeys(database, Identifiers.system(), new SecureRandom(), System::nanoTime)));
        } finally {
            database.close();
        }
    }

    @Test
    void refusesSchemesAndKeysOfOtherShapes() {
        for (String header : new String[] {
            "", "Bearer", "Bearer ", "Basic " + TestKeys.SERVER, TestKeys.SERVER, "Bearer " + "x".repeat(5000)
        }) {
            Await.of(server.as(null).send(HttpMethod.GET, "/api/methods", null, Map.of("Authorization", header)))
                    .problem(401, "unauthenticated");
        }
        Reply lower = Await.of(server.as(null)
                .send(HttpMethod.GET, "/api/methods", null, Map.of("Authorization", "bearer " + TestKeys.SERVER)));
        assertEquals(200, lower.status());
    }

    @Test
    void opensNothingToAKeyThatWasRevoked(Vertx vertx, ConnectionSettings settings) {
        CreatedApiKey before = create(vertx, settings);
        CreatedApiKey after = create(vertx, settings);
        server.as(after.secret()).get("/api/methods").ok();
        withKeys(vertx, settings, keys -> keys.revoke("mch_default", before.id()));
        withKeys(vertx, settings, keys -> keys.revoke("mch_default", after.id()));
        Calls.all().stream()
                .filter(Operation::needsKey)
                .forEach(operation ->
                        Calls.send(server.as(before.secret()), operation).problem(401, "unauthenticated"));
        // One that was in use is believed in for a few seconds more at gateways other than the one that revoked it.
        Eventually.holds(() -> server.as(after.secret()).get("/api/methods").status() == 401);
    }

    @Test
    void holdsUpAnAddressThatGuessesButNotTheKeysThatAreKnown(Vertx vertx, ConnectionSettings database) {
        Gateway strict = Await.of(Gateway.start(
                vertx, GatewayExtension.config(database, "limits: {rates: {failedLogins: 2/h burst 2}}")));
        try {
            GatewayClient client = server.at(strict.port());
            CreatedApiKey used = create(vertx, database);
            CreatedApiKey unused = create(vertx, database);
            client.as(used.secret()).get("/api/methods").ok();
            client.as(UNKNOWN).get("/api/methods").problem(401, "unauthenticated");
            client.as(UNKNOWN).get("/api/methods").problem(401, "unauthenticated");
            Long wait = client.as(UNKNOWN)
                    .get("/api/methods")
                    .problem(429, "too_many_failures")
                    .getLong("retryAfterMs");
            assertNotEquals(0L, wait);
            client.get("/api/methods").ok();
            client.as(TestKeys.OPERATOR).get("/api/methods").ok();
            client.as(used.secret()).get("/api/methods").ok();
            // A key that the gateway has not seen yet is a guess like any other, and has to wait.
            client.as(unused.secret()).get("/api/methods").problem(429, "too_many_failures");
        } finally {
            Await.of(strict.close());
        }
    }
}
