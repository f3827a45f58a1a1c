package io.ws402.gateway.methods.rpc;

import io.ws402.gateway.method.MethodConfigurationException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Calls through one endpoint until a deadline, once it has named the right chain. */
final class PinnedEndpoint implements RpcCaller {
    /**
     * What all endpoints of a chain share.
     *
     * @param key where they stand in the configuration
     * @param which chain they must be of
     * @param inFlight a permit for each call that may be under way
     * @param nanoClock what deadlines are measured by
     */
    record Chain(String key, RpcChain<?> which, Semaphore inFlight, LongSupplier nanoClock) {}

    private final Chain chain;
    private final Endpoint endpoint;
    private final EndpointHealth health;
    private final long deadlineNanos;

    PinnedEndpoint(Chain chain, Endpoint endpoint, EndpointHealth health, long deadlineNanos) {
        this.chain = chain;
        this.endpoint = endpoint;
        this.health = health;
        this.deadlineNanos = deadlineNanos;
    }

    @Override
    public <T> T call(Call call, Reader<T> reader) {
        requireChain();
        return send(call, reader);
    }

    /** @throws MethodConfigurationException when the endpoint is of another chain */
    void requireChain() {
        if (health.isChainChecked()) {
            return;
        }
        RpcChain<?> which = chain.which();
        String answered = send(which.probe(), which.reader());
        if (!answered.equals(which.id())) {
            throw new MethodConfigurationException(
                    chain.key(),
                    endpoint.name() + " is of chain " + answered + ", not " + which.id() + "; " + which.remedy());
        }
        health.chainIsRight();
    }

    private <T> T send(Call call, Reader<T> reader) {
        takeTurn(call);
        try {
            return reader.read(endpoint.call(call.method(), call.params(), call.maxBytes(), remaining()));
        } finally {
            chain.inFlight().release();
        }
    }

    private void takeTurn(Call call) {
        try {
            if (!chain.inFlight().tryAcquire(remaining().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new RpcException.Unavailable("too many calls are under way for " + call.method());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RpcException.Unavailable("interrupted before " + call.method());
        }
    }

    private Duration remaining() {
        return Duration.ofNanos(Math.max(1, deadlineNanos - chain.nanoClock().getAsLong()));
    }
}
