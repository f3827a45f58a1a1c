package io.ws402.demo.client;

import io.vertx.core.buffer.Buffer;
import io.ws402.protocol.message.ServerMessage;

/** What can happen on the payer's end of a metered WebSocket. */
sealed interface SocketEvent {
    /** The server said something of the protocol. */
    record Message(ServerMessage message) implements SocketEvent {}

    /** A text frame of the resource. */
    record Text(String data) implements SocketEvent {}

    /** A binary frame of the resource. */
    record Binary(Buffer data) implements SocketEvent {}

    /** The connection is gone; the code is 1006 when nobody said goodbye. */
    record Closed(int code, String reason) implements SocketEvent {}

    /** The payer wants to end the session. */
    record EndWanted() implements SocketEvent {}

    /** Something that the reader waits for happened elsewhere. */
    record Woken() implements SocketEvent {}

    /** Nothing happened in the time that was given. */
    record Silence() implements SocketEvent {}
}
