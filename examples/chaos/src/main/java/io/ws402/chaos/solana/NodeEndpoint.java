package io.ws402.chaos.solana;

import io.vertx.core.json.JsonArray;
import io.ws402.chaos.chain.ChainPort;
import io.ws402.chaos.schedule.PortFailure;
import io.ws402.chaos.schedule.Strands;
import io.ws402.gateway.methods.rpc.Endpoint;
import io.ws402.gateway.methods.rpc.EndpointFailure;
import io.ws402.gateway.methods.rpc.RpcException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A gateway's way to one endpoint of the cluster; every call is scheduled and may fail. */
final class NodeEndpoint implements Endpoint {
    private static final int CALLS_TOGETHER = 4;

    private final Cluster cluster;
    private final int number;
    private final String wallet;
    private final ChainPort port;
    private final Strands strands;
    private final Hearsay hearsay;

    NodeEndpoint(Cluster cluster, int number, String wallet, ChainPort port, Strands strands, Hearsay hearsay) {
        this.cluster = cluster;
        this.number = number;
        this.wallet = wallet;
        this.port = port;
        this.strands = strands;
        this.hearsay = hearsay;
    }

    @Override
    public String name() {
        return "endpoint " + number;
    }

    /** As late as the history has it: what is too late the pool finds by the history's clock. */
    @Override
    public @Nullable Object call(String method, List<?> params, int maxBytes, Duration atMost) {
        Answer answer;
        try {
            answer = strands.await(
                    () -> port.oneOf(CALLS_TOGETHER, method + " at " + name(), () -> answered(method, params)));
        } catch (PortFailure e) {
            throw new EndpointFailure(String.valueOf(e.getMessage()));
        }
        return switch (answer) {
            case Answer.Result(Object value) -> hearsay.of(method, params, value);
            case Answer.Refusal(int code, String message) -> throw new RpcException.Refused(code, message);
        };
    }

    private Answer answered(String method, List<?> params) {
        String question = port.process().name() + method + new JsonArray(params).encode();
        return new NodeAnswers(cluster.asked(number, question), wallet).to(method, params);
    }

    @Override
    public void close() {}
}
