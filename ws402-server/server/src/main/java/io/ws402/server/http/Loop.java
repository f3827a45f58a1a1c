package io.ws402.server.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.ws402.protocol.message.UsageUpdateEncoder;
import io.ws402.server.resource.Offering;
import io.ws402.server.resource.Resource;
import io.ws402.server.session.SessionLoop;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one event loop has of its own: its sessions, its resources, its sockets that wait for payment. Confined to it. */
final class Loop {
    private final Vertx vertx;
    private final Context context;
    private final SessionLoop sessions;
    private final PaymentUris uris;
    private final Map<String, Offering> offerings = new HashMap<>();
    private final Map<String, Resource> resources = new HashMap<>();
    private final Set<SessionSocket> unpaid = new LinkedHashSet<>();
    private final UsageUpdateEncoder updates = new UsageUpdateEncoder();

    Loop(Vertx vertx, Context context, SessionLoop sessions, PaymentUris uris, List<Offering> offered) {
        this.vertx = vertx;
        this.context = context;
        this.sessions = sessions;
        this.uris = uris;
        for (Offering offering : offered) {
            offerings.put(offering.id(), offering);
            resources.put(offering.id(), offering.resource().get());
        }
    }

    Vertx vertx() {
        return vertx;
    }

    /** Where everything of this loop runs. */
    Context context() {
        return context;
    }

    SessionLoop sessions() {
        return sessions;
    }

    /** Of all quotes, those of top-ups too. */
    PaymentUris uris() {
        return uris;
    }

    UsageUpdateEncoder updates() {
        return updates;
    }

    Set<SessionSocket> unpaid() {
        return unpaid;
    }

    Optional<Offering> offering(String resourceId) {
        return Optional.ofNullable(offerings.get(resourceId));
    }

    Resource resource(Offering offering) {
        Resource resource = resources.get(offering.id());
        if (resource == null) {
            throw new IllegalArgumentException("no resource " + offering.id() + " here");
        }
        return resource;
    }

    /** Runs something on this loop, soon. Callable from any thread. */
    void run(Runnable action) {
        context.runOnContext(nothing -> action.run());
    }

    /** Whatever thread the future completes on, the handler runs on this loop. */
    <T> void when(Future<T> future, Handler<AsyncResult<T>> handler) {
        future.onComplete(done -> context.runOnContext(nothing -> handler.handle(done)));
    }
}
