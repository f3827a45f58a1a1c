package io.ws402.chaos.world;

import io.vertx.core.Vertx;
import io.ws402.gateway.access.SessionTokens;
import io.ws402.gateway.access.TokenKey;
import java.time.InstantSource;

/** What is dear to make and the same in all histories. */
public record Parts(Vertx vertx, SessionTokens tokens) {
    /** With a key of its own. Tokens live by the real clock: whether a session can be resumed the database decides. */
    public static Parts of(Vertx vertx) {
        return new Parts(vertx, new SessionTokens(vertx, TokenKey.ephemeral(), InstantSource.system()));
    }
}
