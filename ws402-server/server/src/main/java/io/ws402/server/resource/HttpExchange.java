package io.ws402.server.resource;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.ReadStream;
import io.ws402.protocol.gateway.Problem;

/**
 * One HTTP request of somebody who holds a session open. It is cut off, wherever it stands, when the session is paused or
 * over. Confined to its event loop.
 */
public interface HttpExchange {
    /** What is asked. It is paused: whoever wants its body resumes it. */
    HttpServerRequest request();

    /** What the URL's path says after the resource's id, as it came: empty, or beginning with a slash. */
    String path();

    /** Where the resource is on this server: {@code /ws402/http/} and its id. */
    String prefix();

    /** The session that pays for it. */
    String sessionId();

    /** For status and headers, until the body goes by {@link #send} or it ends by {@link #end}. */
    HttpServerResponse response();

    /** Ends the response without a body, as HEAD, 204 and 304 want it. */
    void end();

    /**
     * Sends a body, reading no faster than the payer does, and ends the response.
     *
     * @param body paused
     * @param length how long it is, −1 when that is not known; a body of another length is cut off
     * @param release called once, when nothing more is read of it
     */
    void send(ReadStream<Buffer> body, long length, Runnable release);

    /** Answers with a problem, or cuts the response off when it has begun. */
    void refuse(Problem problem);

    /** Whether it is over: answered, cut off, or its payer gone. To be asked after whatever takes time. */
    boolean isOver();

    /** Calls this once when the exchange is over, in whatever way; at once when it is. */
    void whenOver(Runnable handler);
}
