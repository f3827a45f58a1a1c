package io.ws402.server.resource;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A live price ticker for demonstrations: a seeded random walk, not a market. Sends
 * {@code {"symbol","price","sequence"}} several times a second to every session of its event loop; to a payer who does not
 * keep up, the ticks in between are skipped. One timer serves all sessions, and runs only while there are any.
 */
public final class TickerResource implements Resource {
    private static final String SYMBOL = "DEMO-USD";
    private static final long START_CENTS = 10_000;

    private final Vertx vertx;
    private final Duration interval;
    private final RandomWalk walk;
    private final Set<SessionContext> sessions = new LinkedHashSet<>();
    private long sequence;
    private long timer = -1;

    /**
     * A ticker of its own.
     *
     * @param interval between two ticks
     * @param seed decides the prices
     */
    public TickerResource(Vertx vertx, Duration interval, long seed) {
        this.vertx = vertx;
        this.interval = interval;
        this.walk = new RandomWalk(seed, START_CENTS);
    }

    @Override
    public Future<FrameHandler> open(SessionContext session) {
        return Future.succeededFuture(new Subscription(session));
    }

    @Override
    public Optional<JsonObject> info() {
        return Optional.of(new JsonObject()
                .put("kind", "ticker")
                .put("description", "A made-up price several times a second, for demonstrations")
                .put("intervalMs", interval.toMillis()));
    }

    private void tick() {
        sequence++;
        String price = BigDecimal.valueOf(walk.next(), 2).toPlainString();
        Frame tick =
                Frame.text("{\"symbol\":\"" + SYMBOL + "\",\"price\":\"" + price + "\",\"sequence\":" + sequence + "}");
        // A copy, because a tick that uses up a balance takes its session out.
        for (SessionContext session : Set.copyOf(sessions)) {
            if (!session.writeQueueFull()) {
                session.send(tick);
            }
        }
    }

    private final class Subscription implements FrameHandler {
        private final SessionContext session;

        Subscription(SessionContext session) {
            this.session = session;
        }

        @Override
        public void started() {
            sessions.add(session);
            if (timer == -1) {
                timer = vertx.setPeriodic(interval.toMillis(), id -> tick());
            }
        }

        /** Nobody can tell a ticker anything. */
        @Override
        public void frame(Frame frame) {}

        @Override
        public void closed(String reason) {
            sessions.remove(session);
            if (sessions.isEmpty() && timer != -1) {
                vertx.cancelTimer(timer);
                timer = -1;
            }
        }
    }
}
