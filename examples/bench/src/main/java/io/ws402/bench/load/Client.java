package io.ws402.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One thread that holds all connections of the load generator; epoll where there is one. */
final class Client {
    private static final String HOST = "127.0.0.1";

    private final EventLoop loop;
    private final Bootstrap bootstrap;

    Client() {
        boolean epoll = Epoll.isAvailable();
        MultiThreadIoEventLoopGroup group =
                new MultiThreadIoEventLoopGroup(1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        loop = group.next();
        Class<? extends SocketChannel> channel = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
        bootstrap = new Bootstrap().group(group).channel(channel).option(ChannelOption.TCP_NODELAY, true);
    }

    /** Connects; what fails is told. On the loop. */
    void connect(int port, ChannelHandler handler, Consumer<Throwable> whenRefused) {
        bootstrap
                .clone()
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(handler);
                    }
                })
                .connect(HOST, port)
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        whenRefused.accept(done.cause());
                    }
                });
    }

    /** Runs this on the loop and waits for its value. */
    <T> T on(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, loop).join();
    }
}
