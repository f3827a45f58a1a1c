package io.ws402.proxy;

import io.vertx.core.Future;
import io.ws402.protocol.json.MalformedJson;

/** An answer that is JSON but not what the call is answered with. */
final class Misfit {
    private Misfit() {}

    static <T> Future<T> recover(Throwable failure) {
        return Future.failedFuture(
                failure instanceof MalformedJson malformed
                        ? new GatewayException("the gateway's answer does not fit: " + malformed.reason())
                        : failure);
    }
}
