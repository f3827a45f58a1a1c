package io.ws402.demo.whole;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes a TCP port's bytes on, until it is cut: then every connection breaks, and no new one is taken. */
record CuttableProxy(NetServer server, NetClient client, List<NetSocket> open) implements AutoCloseable {
    static CuttableProxy to(Vertx vertx, int port) {
        NetClient client = vertx.createNetClient();
        List<NetSocket> open = new CopyOnWriteArrayList<>();
        NetServer server = vertx.createNetServer(
                        new NetServerOptions().setHost("127.0.0.1").setPort(0))
                .connectHandler(near -> {
                    open.add(near);
                    near.pause();
                    client.connect(port, "127.0.0.1").onSuccess(far -> {
                        open.add(far);
                        near.pipeTo(far);
                        far.pipeTo(near);
                    });
                });
        server.listen().toCompletionStage().toCompletableFuture().join();
        return new CuttableProxy(server, client, open);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    /** Breaks every connection and takes no new one. */
    void cut() {
        server.close();
        open.forEach(NetSocket::close);
    }

    @Override
    public void close() {
        cut();
        client.close();
    }
}
