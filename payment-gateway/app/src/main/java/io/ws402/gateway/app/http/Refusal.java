package io.ws402.gateway.app.http;

import io.ws402.protocol.gateway.Problem;

/** Ends a request on its way to the endpoint. Carries no stack trace: it says what a caller did wrong. */
final class Refusal extends RuntimeException {
    private final transient Problem problem;

    Refusal(Problem problem) {
        super(problem.code(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
