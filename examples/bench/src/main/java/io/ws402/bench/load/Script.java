package io.ws402.bench.load;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** What one client does on its WebSocket. Called on the load generator's one thread. */
interface Script {
    /** The WebSocket is open. */
    void open(Connection connection);

    /**
     * A data frame came.
     *
     * @param bytes holds the payload, from {@code at} on, until this returns
     */
    void frame(Connection connection, int opcode, ByteBuf bytes, int at, int length);

    /** The connection is gone; {@code why} is null when that was after a close frame. */
    void gone(Connection connection, @Nullable String why);
}
