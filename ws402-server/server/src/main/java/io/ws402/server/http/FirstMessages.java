package io.ws402.server.http;

import io.vertx.core.buffer.Buffer;
import io.ws402.protocol.message.ClientMessage;
import io.ws402.protocol.message.Decoding;
import io.ws402.protocol.message.MessageCodec;
import io.ws402.protocol.payment.Codes;
import io.ws402.server.resource.Frame;
import java.nio.charset.StandardCharsets;

/**
 * Reads what comes before a session: only a proof and a resume token mean anything. A message may come in fragments, up
 * to the length that the codec reads; what is longer is not kept.
 */
final class FirstMessages {
    private Buffer message = Buffer.buffer();
    private boolean text;
    private boolean tooLong;

    /** What a frame completed. */
    sealed interface Heard {
        /** Evidence of having paid, or a token. */
        record Claim(ClientMessage message) implements Heard {}

        /** Meant as one of them, but not to be read. */
        record Malformed(String code, String reason) implements Heard {}

        /** A message that means nothing here. */
        record Noise() implements Heard {}

        /** Nothing yet. */
        record More() implements Heard {}
    }

    Heard hear(Frame frame) {
        if (frame.startsMessage()) {
            message = Buffer.buffer();
            text = frame.kind() == Frame.Kind.TEXT;
            tooLong = false;
        }
        tooLong |= message.length() + frame.payload().length() > MessageCodec.MAX_LENGTH;
        if (text && !tooLong) {
            message.appendBuffer(frame.payload());
        }
        if (!frame.last()) {
            return new Heard.More();
        }
        String whole = message.toString(StandardCharsets.UTF_8);
        message = Buffer.buffer();
        return text && !tooLong ? read(whole) : new Heard.Noise();
    }

    private static Heard read(String text) {
        return switch (MessageCodec.decodeClient(text)) {
            case Decoding.Decoded<ClientMessage>(ClientMessage.Proof proof) -> new Heard.Claim(proof);
            case Decoding.Decoded<ClientMessage>(ClientMessage.Resume resume) -> new Heard.Claim(resume);
            case Decoding.Decoded<ClientMessage> _, Decoding.Unknown<ClientMessage> _ -> new Heard.Noise();
            case Decoding.Malformed<ClientMessage>(String _, String reason) -> malformed(text, reason);
        };
    }

    /** A payer whose proof can not be read should hear why, instead of waiting for a deadline. */
    private static Heard malformed(String text, String reason) {
        if (text.contains("\"payment_proof\"")) {
            return new Heard.Malformed(Codes.MALFORMED_PROOF, reason);
        }
        return text.contains("\"ws402.resume\"") ? new Heard.Malformed(Codes.TOKEN_INVALID, reason) : new Heard.Noise();
    }
}
