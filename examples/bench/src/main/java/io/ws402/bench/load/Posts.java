package io.ws402.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Requests of HTTP, each posted once, over connections that stay open and have one request under way each. Every answer
 * must be 200 and carry a given text.
 */
final class Posts {
    private static final ByteBuf END_OF_HEADERS = ascii("\r\n\r\n");
    private static final ByteBuf OK = ascii("HTTP/1.1 200 ");
    private static final String LENGTH = "content-length: ";

    private final Client client;
    private final List<Integer> ports;
    private final List<byte[]> requests;
    private final ByteBuf expected;
    private final int connections;
    private final long[] nanos;
    private final Outcome over = new Outcome();
    private int sent;
    private int answered;

    /**
     * @param requests head and body, ready to be sent
     * @param expected what the body of every answer contains
     */
    Posts(Client client, List<Integer> ports, List<byte[]> requests, String expected, int connections) {
        this.client = client;
        this.ports = ports;
        this.requests = requests;
        this.expected = ascii(expected);
        this.connections = Math.min(connections, requests.size());
        this.nanos = new long[requests.size()];
    }

    private static ByteBuf ascii(String text) {
        return Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    /** Posts all of them; returns how long that took. */
    long run() throws InterruptedException, TimeoutException {
        long begun = System.nanoTime();
        client.on(() -> {
            for (int i = 0; i < connections; i++) {
                client.connect(
                        ports.get(i % ports.size()),
                        new Seat(),
                        refused -> over.fail("the server can not be reached: " + refused));
            }
            return true;
        });
        over.await();
        return System.nanoTime() - begun;
    }

    /** How long the answer took that so much of all answers were faster than; after {@link #run}. */
    long nanosOf(double part) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
    }

    private final class Seat extends ChannelInboundHandlerAdapter {
        private int current;
        private long sentAt;
        private boolean finished;
        private @Nullable ByteBuf rest;

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            next(ctx);
        }

        private void next(ChannelHandlerContext ctx) {
            if (sent == requests.size()) {
                finished = true;
                ctx.close();
                return;
            }
            current = sent++;
            sentAt = System.nanoTime();
            ctx.writeAndFlush(Unpooled.wrappedBuffer(requests.get(current)), ctx.voidPromise());
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            if (rest != null) {
                bytes = Unpooled.wrappedBuffer(rest, bytes);
                rest = null;
            }
            int end = endOfAnswer(bytes);
            if (end < 0) {
                rest = bytes;
                return;
            }
            nanos[current] = System.nanoTime() - sentAt;
            boolean good = ByteBufUtil.equals(OK, 0, bytes, bytes.readerIndex(), OK.readableBytes())
                    && ByteBufUtil.indexOf(expected, bytes) >= 0;
            if (good) {
                answered++;
                next(ctx);
            } else {
                over.fail("the answer was " + bytes.toString(StandardCharsets.UTF_8));
            }
            bytes.release();
            if (answered == requests.size()) {
                over.succeed();
            }
        }

        /** Where the answer ends, or -1 while it has not all come. */
        private int endOfAnswer(ByteBuf bytes) {
            int headers = ByteBufUtil.indexOf(END_OF_HEADERS, bytes);
            if (headers < 0) {
                return -1;
            }
            String head = bytes.toString(bytes.readerIndex(), headers - bytes.readerIndex(), StandardCharsets.US_ASCII);
            int at = head.indexOf(LENGTH);
            int from = at + LENGTH.length();
            int to = head.indexOf('\r', from);
            if (at < 0) {
                over.fail("an answer without a length: " + head);
                return -1;
            }
            int length = Integer.parseInt(head.substring(from, to < 0 ? head.length() : to));
            int end = headers + END_OF_HEADERS.readableBytes() + length;
            return bytes.writerIndex() >= end ? end : -1;
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (rest != null) {
                rest.release();
                rest = null;
            }
            if (!finished) {
                over.fail("the server closed a connection");
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            over.fail(String.valueOf(cause));
            ctx.close();
        }
    }
}
