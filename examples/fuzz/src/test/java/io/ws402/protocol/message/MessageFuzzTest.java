package io.ws402.protocol.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ws402.fuzz.Documents;
import io.ws402.fuzz.Reader;
import io.ws402.protocol.json.Amounts;
import io.ws402.protocol.json.MalformedJson;
import io.ws402.protocol.json.StrictJson;
import io.ws402.protocol.message.ServerMessage.UsageUpdate;
import java.util.function.Function;

/** Text frames of the metered WebSocket from both sides, and schemas. */
public final class MessageFuzzTest implements Reader {
    private final Documents documents = Documents.of(MessageFuzzTest.class);

    @FuzzTest
    @Override
    public void read(byte[] input) {
        String text = new String(documents.text(input), UTF_8);
        reads(text, MessageCodec::decodeClient, MessageCodec::encode, ClientMessage::type);
        reads(text, MessageCodec::decodeServer, MessageCodec::encode, ServerMessage::type);
        if (MessageCodec.decodeServer(text) instanceof Decoding.Decoded<ServerMessage>(UsageUpdate update)) {
            writesAsTheEncoderOfEventLoops(update);
        }
        readsSchema(text);
    }

    private static <M> void reads(
            String text, Function<String, Decoding<M>> read, Function<M, String> write, Function<M, String> type) {
        Decoding<M> decoding = read.apply(text);
        if (text.length() > MessageCodec.MAX_LENGTH) {
            assertInstanceOf(Decoding.Malformed.class, decoding);
        }
        switch (decoding) {
            case Decoding.Decoded<M>(M message) -> {
                String written = write.apply(message);
                assertEquals(decoding, read.apply(written), written);
                assertEquals(type.apply(message).startsWith("ws402."), MessageCodec.isControl(written));
            }
            case Decoding.Unknown<M>(String unknown) -> assertFalse(unknown.isBlank());
            case Decoding.Malformed<M>(String code, String reason) -> {
                assertTrue(code.matches("[a-z_]+"), code);
                assertFalse(reason.isBlank());
            }
        }
    }

    private static void writesAsTheEncoderOfEventLoops(UsageUpdate update) {
        UsageUpdateEncoder encoder = new UsageUpdateEncoder();
        try {
            encoder.encode(update.sessionId(), update.reading(), update.consumedAmount(), update.remainingBalance());
        } catch (IllegalArgumentException notOurSessionId) {
            assertFalse(update.sessionId().matches("[A-Za-z0-9_-]+"), update.sessionId());
            return;
        }
        assertEquals(MessageCodec.encode(update), encoder.text());
    }

    private static void readsSchema(String text) {
        Schema schema;
        try {
            schema = Schema.fromJson(StrictJson.parse(text, MessageCodec.MAX_LENGTH));
        } catch (MalformedJson refused) {
            return;
        }
        assertTrue(schema.pricing().totalPrice().toString().length() <= Amounts.MAX_DIGITS);
        String written = schema.toJson().encode();
        Schema again = Schema.fromJson(StrictJson.parse(written, Integer.MAX_VALUE));
        assertEquals(written, again.toJson().encode());
    }
}
