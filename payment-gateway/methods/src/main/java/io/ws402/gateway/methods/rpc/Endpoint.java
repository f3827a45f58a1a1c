package io.ws402.gateway.methods.rpc;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A way to one node that answers JSON-RPC. Thread-safe; calls block their (virtual) thread. */
public interface Endpoint extends AutoCloseable {
    /** Its place in the configuration and its host, for messages; never its whole URL. Constant. */
    String name();

    /**
     * Calls and waits at most {@code atMost} and the time a call may take.
     *
     * @param maxBytes how long the answer may be
     * @return the result, which may be null
     * @throws EndpointFailure when there is no usable answer; what was asked may have been done all the same
     * @throws RpcException.Refused when the node answers with an error
     * @throws RpcException.TooLarge when the answer is longer than {@code maxBytes}
     */
    @Nullable Object call(String method, List<?> params, int maxBytes, Duration atMost);

    /** Ends calls under way. Idempotent. */
    @Override
    void close();
}
