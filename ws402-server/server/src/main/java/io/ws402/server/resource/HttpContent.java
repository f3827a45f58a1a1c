package io.ws402.server.resource;

import java.util.List;

/**
 * What a resource hands out at {@code GET /ws402/http/{resourceId}} to those who hold a session for it open. One instance
 * serves all requests of one event loop and is confined to it.
 */
public interface HttpContent {
    /** The methods it answers, GET and HEAD unless it says otherwise; every other one is a 405. */
    default List<String> methods() {
        return List.of("GET", "HEAD");
    }

    /**
     * Answers a request whose session is live. Must not block. An exception is answered with a 500, or cuts the response
     * when it has begun.
     */
    void answer(HttpExchange exchange);
}
