package io.ws402.gateway.app.http;

import io.vertx.core.Future;

/** Carries out one call of the API. Runs on an event loop and never blocks it. */
@FunctionalInterface
public interface Endpoint {
    /**
     * The answer to a request that the contract allows.
     *
     * @return failed only for what is nobody's answer: a database that is away, a defect
     * @throws io.ws402.protocol.json.MalformedJson for a body that a codec refuses
     */
    Future<Answer> handle(Exchange exchange);
}
