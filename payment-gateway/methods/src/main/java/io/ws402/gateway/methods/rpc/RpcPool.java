package io.ws402.gateway.methods.rpc;

import io.ws402.gateway.method.MethodConfigurationException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The endpoints of one chain. A call goes to the first one that is not known to fail, and on to the next until one
 * answers or time is up. No endpoint is believed before it has named the right chain. Thread-safe; calls block their
 * (virtual) thread and throw {@link RpcException}.
 */
public final class RpcPool<C> implements RpcCaller, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RpcPool.class);

    private final String key;
    private final RpcLimits limits;
    private final LongSupplier nanoClock;
    private final RpcChain<C> which;
    private final PinnedEndpoint.Chain chain;
    private final Map<Endpoint, EndpointHealth> endpoints = new LinkedHashMap<>();
    private volatile boolean closed;

    /** @param key where the endpoints stand in the configuration, for messages */
    public RpcPool(String key, List<URI> urls, RpcChain<C> which, RpcLimits limits) {
        this(key, urls, which, limits, System::nanoTime);
    }

    /** @param nanoClock what waits and pauses are measured by */
    public RpcPool(String key, List<URI> urls, RpcChain<C> which, RpcLimits limits, LongSupplier nanoClock) {
        this(key, which, limits, nanoClock, HttpEndpoint.at(urls, limits.callTimeout()));
    }

    /** @param preferred first the one that is asked first; closed with the pool */
    public RpcPool(
            String key,
            RpcChain<C> which,
            RpcLimits limits,
            LongSupplier nanoClock,
            List<? extends Endpoint> preferred) {
        this.nanoClock = nanoClock;
        this.key = key;
        this.limits = limits;
        this.which = which;
        this.chain = new PinnedEndpoint.Chain(key, which, new Semaphore(limits.maxInFlight()), nanoClock);
        preferred.forEach(endpoint -> endpoints.put(endpoint, new EndpointHealth()));
    }

    /** The calls that payments need, each answered by whichever endpoint can. */
    public C calls() {
        return which.calls().apply(this);
    }

    /**
     * Asks every endpoint for its chain, all at once. One that does not answer is asked again before it is first used.
     *
     * @throws MethodConfigurationException when one is of another chain
     */
    public void checkChain() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> asked = new ArrayList<>();
            endpoints.forEach((endpoint, health) -> asked.add(threads.submit(() -> checkChain(endpoint, health))));
            for (Future<?> answer : asked) {
                answer.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RpcException.Unavailable("interrupted while asking for the chain");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        }
    }

    private void checkChain(Endpoint endpoint, EndpointHealth health) {
        try {
            pinned(endpoint, health, deadline()).requireChain();
        } catch (EndpointFailure | MalformedAnswer | RpcException e) {
            failed(endpoint, health, e);
        }
    }

    @Override
    public <T> T call(Call call, Reader<T> reader) {
        return onAnyOf(inOrder(), (endpoint, caller) -> caller.call(call, reader));
    }

    /**
     * Runs work whose calls must all be answered by the same endpoint, for two nodes can be at different heights; it may
     * run again on another one when that endpoint fails.
     */
    public <T> T onOneEndpoint(Function<C, T> work) {
        return onOneEndpoint((endpoint, calls) -> work.apply(calls));
    }

    /** As {@link #onOneEndpoint(Function)}, for work that remembers what which endpoint has answered. */
    public <T> T onOneEndpoint(BiFunction<Endpoint, C, T> work) {
        return onAnyOf(
                inOrder(),
                (endpoint, caller) -> work.apply(endpoint, which.calls().apply(caller)));
    }

    /** Each endpoint by itself, those that answer first; their failures are {@link RpcException.Unavailable}. */
    public List<C> each() {
        return inOrder().map(this::alone).toList();
    }

    private C alone(Endpoint endpoint) {
        return which.calls().apply(new RpcCaller() {
            @Override
            public <T> T call(Call call, Reader<T> reader) {
                return onAnyOf(Stream.of(endpoint), (same, caller) -> caller.call(call, reader));
            }
        });
    }

    private <T> T onAnyOf(Stream<Endpoint> candidates, BiFunction<Endpoint, RpcCaller, T> work) {
        long deadline = deadline();
        List<String> failures = new ArrayList<>();
        RpcException.@Nullable Refused refused = null;
        for (Endpoint endpoint : candidates.toList()) {
            EndpointHealth health = endpoints.get(endpoint);
            if (health == null || deadline - nanoClock.getAsLong() <= 0) {
                break;
            }
            try {
                T answer = work.apply(endpoint, pinned(endpoint, health, deadline));
                answered(endpoint, health);
                return answer;
            } catch (EndpointFailure | MalformedAnswer e) {
                failed(endpoint, health, e);
                failures.add(endpoint.name() + ": " + e.getMessage());
            } catch (RpcException.Refused e) {
                if (!which.ofTheEndpoint().test(e)) {
                    answered(endpoint, health);
                    throw e;
                }
                failed(endpoint, health, e);
                refused = e;
            } catch (MethodConfigurationException e) {
                failed(endpoint, health, e);
                failures.add(endpoint.name() + " is of another chain");
            }
        }
        if (refused != null) {
            throw refused;
        }
        throw new RpcException.Unavailable(
                failures.isEmpty() ? "no endpoint answered in time" : String.join("; ", failures));
    }

    private Stream<Endpoint> inOrder() {
        long now = nanoClock.getAsLong();
        List<Endpoint> all = List.copyOf(endpoints.keySet());
        Function<Boolean, Stream<Endpoint>> those =
                paused -> all.stream().filter(endpoint -> health(endpoint).isPaused(now) == paused);
        return Stream.concat(those.apply(false), those.apply(true));
    }

    private EndpointHealth health(Endpoint endpoint) {
        EndpointHealth health = endpoints.get(endpoint);
        if (health == null) {
            throw new IllegalArgumentException(endpoint.name() + " is not of this pool");
        }
        return health;
    }

    private PinnedEndpoint pinned(Endpoint endpoint, EndpointHealth health, long deadlineNanos) {
        return new PinnedEndpoint(chain, endpoint, health, deadlineNanos);
    }

    private long deadline() {
        return nanoClock.getAsLong() + limits.totalTimeout().toNanos();
    }

    private void answered(Endpoint endpoint, EndpointHealth health) {
        if (health.answered()) {
            LOG.info("{}: {} answers again", key, endpoint.name());
        }
    }

    private void failed(Endpoint endpoint, EndpointHealth health, RuntimeException cause) {
        if (health.failed(nanoClock.getAsLong()) && !closed) {
            LOG.warn("{}: {} fails: {}", key, endpoint.name(), cause.getMessage());
        }
    }

    /** Ends calls under way. Idempotent. */
    @Override
    public void close() {
        closed = true;
        endpoints.keySet().forEach(Endpoint::close);
    }
}
