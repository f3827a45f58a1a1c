package io.ws402.gateway.app.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.ws402.gateway.app.contract.Contract;
import io.ws402.gateway.app.contract.Operation;
import io.ws402.protocol.gateway.Problem;
import java.util.Comparator;

/** Mounts the operations of the contract, each on its endpoint, and nothing else. */
public final class ApiRouter {
    private static final String PATH_PARAMETER = "\\{(.*?)}";

    private ApiRouter() {}

    /** A router for one event loop; @throws IllegalStateException when contract and endpoints do not match. */
    public static Router create(Vertx vertx, Contract contract, Endpoints endpoints, ApiServices services) {
        endpoints.requireNoneBeyond(contract);
        Router router = Router.router(vertx);
        // A path without parameters is matched before those with (OpenAPI 3.1, Paths Object).
        contract.operations().stream()
                .sorted(Comparator.comparing(operation -> operation.path().contains("{")))
                .forEach(operation -> router.route(operation.method(), path(operation))
                        .handler(new OperationHandler(vertx, operation, endpoints.of(operation), services)));
        router.errorHandler(404, context -> end(context, Problems.notFound()));
        router.errorHandler(405, context -> end(context, Problems.methodNotAllowed()));
        router.errorHandler(
                400, context -> end(context, Problems.badRequest("bad_request", "", "the URL is malformed")));
        router.errorHandler(
                500,
                context -> end(
                        context, Faults.problem(context.failure(), "routing", 0, TraceParent.of(context.request()))));
        return router;
    }

    private static String path(Operation operation) {
        return operation.path().replaceAll(PATH_PARAMETER, ":$1");
    }

    private static void end(RoutingContext context, Problem problem) {
        Answer answer = Answer.problem(problem);
        context.response()
                .setStatusCode(answer.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType())
                .end(answer.body());
    }
}
