package io.ws402.server.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.impl.VertxHandler;

/** Puts a {@link PayerSocket} where Vert.x has its own handler: at the end of the pipeline, behind Netty's frame codec. */
final class Takeover {
    private static final String NAME = "payer";

    private Takeover() {}

    /** @throws IllegalStateException when the pipeline is not as Vert.x is known to make it */
    static PayerSocket of(HttpConnection upgraded, ContextInternal context) {
        Channel channel =
                ((HttpServerConnection) upgraded).channelHandlerContext().channel();
        ChannelHandlerContext last = channel.pipeline().lastContext();
        if (!(last.handler() instanceof VertxHandler<?> vertx)) {
            throw new IllegalStateException("this Vert.x ends its WebSockets with " + last.handler());
        }
        // Kept only for a program that has Vert.x measured: its gauge of open connections goes down again.
        boolean counted = vertx.getConnection().metrics() != null;
        PayerSocket socket =
                new PayerSocket(context, counted ? () -> vertx.channelInactive(last) : Takeover::nobodyCounts);
        last.pipeline().addBefore(last.name(), null, new Utf8FrameValidator(false));
        last.pipeline().replace(vertx, NAME, socket);
        return socket;
    }

    private static void nobodyCounts() {
        // a Vert.x that is not measured
    }
}
