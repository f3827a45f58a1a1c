package io.ws402.gateway.methods.rpc;

import io.ws402.gateway.methods.rpc.RpcCaller.Call;
import io.ws402.gateway.methods.rpc.RpcCaller.Reader;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which chain endpoints must be of, and what can be asked of them.
 *
 * @param id what a node of this chain answers to {@code probe}
 * @param probe the call by which a node names its chain
 * @param reader reads that name
 * @param remedy what to correct when an endpoint is of another chain
 * @param calls the chain's own calls, made through an endpoint
 * @param ofTheEndpoint whether a node's error is about the endpoint (a limit, a missing method) and not about the question,
 *     so that another one may do
 */
public record RpcChain<C>(
        String id,
        Call probe,
        Reader<String> reader,
        String remedy,
        Function<RpcCaller, C> calls,
        Predicate<RpcException.Refused> ofTheEndpoint) {}
