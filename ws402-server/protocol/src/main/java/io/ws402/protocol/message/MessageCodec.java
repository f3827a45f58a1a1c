package io.ws402.protocol.message;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.json.MalformedJson;
import io.ws402.protocol.json.StrictJson;
import io.ws402.protocol.message.Decoding.Decoded;
import io.ws402.protocol.message.Decoding.Malformed;
import io.ws402.protocol.message.Decoding.Unknown;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Messages to and from the text frames of the metered WebSocket. */
public final class MessageCodec {
    /** The WebSocket subprotocol; a client that asks for none is served all the same. */
    public static final String SUBPROTOCOL = "ws402.v1";

    /** How many characters a message may have: bearer money makes long proofs, a quote can carry a QR code. */
    public static final int MAX_LENGTH = 256 * 1024;

    private static final String CONTROL_PREFIX = "{\"type\":\"ws402.";

    private MessageCodec() {}

    /** Whether a text frame inside a session is control; every other frame is application data, handed on untouched. */
    public static boolean isControl(String text) {
        return text.startsWith(CONTROL_PREFIX);
    }

    /** What a payer's text frame says. */
    public static Decoding<ClientMessage> decodeClient(String text) {
        return decode(text, ClientMessageJson::read);
    }

    /** What a server's text frame says; application data is {@code Unknown} or {@code Malformed}. */
    public static Decoding<ServerMessage> decodeServer(String text) {
        return decode(text, ServerMessageJson::read);
    }

    /** The message as a text frame. */
    public static String encode(ClientMessage message) {
        return ClientMessageJson.write(message).encode();
    }

    /** The message as a text frame. */
    public static String encode(ServerMessage message) {
        return ServerMessageJson.write(message).encode();
    }

    private static <M> Decoding<M> decode(String text, Function<Fields, @Nullable M> reader) {
        try {
            JsonObject json = StrictJson.parse(text, MAX_LENGTH);
            Fields fields = Fields.of(json);
            M message = reader.apply(fields);
            return message == null ? new Unknown<>(fields.text("type")) : new Decoded<>(message);
        } catch (MalformedJson malformed) {
            return new Malformed<>(malformed.code(), malformed.reason());
        }
    }
}
