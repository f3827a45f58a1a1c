package io.ws402.server.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.streams.ReadStream;
import io.ws402.protocol.gateway.Problem;
import io.ws402.server.resource.HttpExchange;
import io.ws402.server.session.Ticker;
import io.ws402.server.session.Timed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A response under way: it lasts no longer than its session is live, and than the payer goes on reading. Confined to its
 * event loop, except where it says otherwise.
 */
final class OpenResponse implements HttpExchange {
    private static final Logger LOG = LoggerFactory.getLogger(OpenResponse.class);
    private static final Problem FAULT =
            Problem.of(500, "internal_error", "A fault of the server", "It is in the server's log.");

    /**
     * What all responses of an event loop share.
     *
     * @param outageGrace how long a response goes on while the gateway does not tell whether its session still lives
     */
    record Terms(Loop loop, SessionStandings standings, OpenResponses all, Duration stuck, Duration outageGrace) {}

    private final Terms terms;
    private final Ticker ticker;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final String sessionId;
    private final String resourceId;
    private final List<Runnable> whenOver = new ArrayList<>();
    private final Timed recheck = new Timed() {
        @Override
        protected void due() {
            ask();
        }
    };
    private final Timed stall = new Timed() {
        @Override
        protected void due() {
            cut();
        }
    };
    private long liveAsOfNanos;
    private long sent;
    private boolean over;

    OpenResponse(Terms terms, HttpServerRequest request, String sessionId, String resourceId) {
        this.terms = terms;
        this.ticker = terms.loop().sessions().ticker();
        this.request = request;
        this.response = request.response();
        this.sessionId = sessionId;
        this.resourceId = resourceId;
    }

    /** To be called once, when it was counted: from now on it follows its session. */
    void begin(Standing.Live live) {
        response.exceptionHandler(gone -> finish());
        response.closeHandler(gone -> finish());
        // The session may have stopped between the answer and the counting.
        terms.standings().here(sessionId).ifPresentOrElse(this::follow, () -> follow(live));
    }

    /** The session is paused or over. Callable from any thread. */
    void stop(Problem why) {
        terms.loop().run(() -> refuse(why));
    }

    private void ask() {
        terms.loop().when(terms.standings().of(sessionId, resourceId), this::answered);
    }

    private void answered(AsyncResult<Standing> answer) {
        if (over) {
            return;
        }
        if (answer.succeeded()) {
            follow(answer.result());
        } else if (ticker.now() - liveAsOfNanos < terms.outageGrace().toNanos()) {
            ticker.wakeAfter(recheck, SessionStandings.FRESH.toNanos());
        } else {
            cut();
        }
    }

    private void follow(Standing standing) {
        switch (standing) {
            case Standing.Live(long asOfNanos) -> {
                liveAsOfNanos = asOfNanos;
                long age = ticker.now() - asOfNanos;
                ticker.wakeAfter(recheck, SessionStandings.FRESH.toNanos() - age);
            }
            case Standing.Closed(Problem problem) -> refuse(problem);
        }
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public HttpServerRequest request() {
        return request;
    }

    @Override
    public String prefix() {
        return HttpResourceRoutes.PREFIX + resourceId;
    }

    @Override
    public String path() {
        return request.path().substring(prefix().length());
    }

    @Override
    public String sessionId() {
        return sessionId;
    }

    @Override
    public HttpServerResponse response() {
        return response;
    }

    @Override
    public void end() {
        if (!over) {
            awaitReader();
            response.end().onComplete(flushed -> finish());
        }
    }

    @Override
    public void send(ReadStream<Buffer> body, long length, Runnable release) {
        whenOver(release);
        if (over) {
            return;
        }
        response.setChunked(length < 0);
        body.exceptionHandler(fault -> {
            if (!over) {
                LOG.warn("The body of the resource {} broke off: {}", resourceId, String.valueOf(fault));
                cut();
            }
        });
        body.endHandler(nothing -> {
            // A body that is shorter than was said would leave the next response to be taken for its rest.
            if (length >= 0 && sent != length) {
                cut();
            } else {
                end();
            }
        });
        body.handler(chunk -> pass(body, chunk, length));
        body.resume();
    }

    private void pass(ReadStream<Buffer> body, Buffer chunk, long length) {
        sent += chunk.length();
        if (over || (length >= 0 && sent > length)) {
            cut();
            return;
        }
        response.write(chunk);
        if (response.writeQueueFull()) {
            body.pause();
            awaitReader();
            response.drainHandler(nothing -> {
                ticker.forget(stall);
                if (!over) {
                    body.resume();
                }
            });
        }
    }

    private void awaitReader() {
        ticker.wakeAfter(stall, terms.stuck().toNanos());
    }

    @Override
    public void refuse(Problem problem) {
        if (over) {
            return;
        }
        if (response.headWritten()) {
            cut();
            return;
        }
        response.headers().remove("Content-Length");
        Answers.problem(response, problem);
        finish();
    }

    /** Answers for a fault in the resource. */
    void fail(RuntimeException fault) {
        LOG.error("Answering for the resource {} failed", resourceId, fault);
        refuse(FAULT);
    }

    @Override
    public void whenOver(Runnable handler) {
        if (over) {
            handler.run();
        } else {
            whenOver.add(handler);
        }
    }

    /**
     * So that what has come can not be taken for all of it, the connection is closed, whatever still waits in it. Not as
     * Vert.x closes: it would wait for a reader that stands still to take what was written before.
     */
    private void cut() {
        if (!over) {
            finish();
            ((HttpServerConnection) request.connection())
                    .channelHandlerContext()
                    .close();
        }
    }

    private void finish() {
        if (!over) {
            over = true;
            ticker.forget(recheck);
            ticker.forget(stall);
            terms.all().leave(this);
            // What is left of it is read and dropped, or the connection could not carry another one.
            request.resume();
            whenOver.forEach(Runnable::run);
        }
    }
}
