package io.ws402.protocol.message;

import static io.ws402.protocol.Samples.units;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageCodecTest {
    @Test
    void takesAFrameForControlOnlyByHowItBegins() {
        assertTrue(MessageCodec.isControl("{\"type\":\"ws402.dance\"}"));
        assertTrue(MessageCodec.isControl("{\"type\":\"ws402."));
        assertFalse(MessageCodec.isControl("{ \"type\":\"ws402.end\"}"));
        assertFalse(MessageCodec.isControl("{\"type\":\"payment_proof\"}"));
        assertFalse(MessageCodec.isControl(""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello|invalid_json",
                "{}|missing_field",
                "{'type':7}|invalid_field",
                "{'type':'payment_proof'}|missing_field",
                "{'type':'payment_proof','proof':'0x'}|invalid_field",
                "{'type':'payment_proof','proof':{'amount':1e3}}|invalid_number",
                "{'type':'payment_proof','type':'ws402.end'}|duplicate_key",
                "{'type':'ws402.resume','token':''}|invalid_field",
                "{'type':'ws402.quote_top_up'}|invalid_field",
                "{'type':'ws402.quote_top_up','amount':'-1'}|invalid_amount",
                "{'type':'ws402.quote_top_up','amount':'1','seconds':1}|invalid_field",
                "{'type':'ws402.quote_top_up','seconds':9223372036854775808}|invalid_field",
            })
    void saysWhatIsWrongWithAClientsFrame(String text, String code) {
        Decoding.Malformed<?> malformed =
                assertInstanceOf(Decoding.Malformed.class, MessageCodec.decodeClient(text.replace('\'', '"')));

        assertEquals(code, malformed.code(), malformed.reason());
    }

    @Test
    void tellsAnUnknownTypeFromAMalformedMessage() {
        assertEquals(
                new Decoding.Unknown<>("ws402.dance"), MessageCodec.decodeClient("{\"type\":\"ws402.dance\",\"x\":1}"));
    }

    @Test
    void refusesAFrameThatIsTooLong() {
        String text = "{\"type\":\"ws402.end\",\"x\":\"" + "x".repeat(MessageCodec.MAX_LENGTH) + "\"}";

        assertEquals(
                "too_large",
                assertInstanceOf(Decoding.Malformed.class, MessageCodec.decodeClient(text))
                        .code());
    }

    @Test
    void readsTheFramesOfA01Client() {
        String text = "{\"type\":\"payment_proof\",\"proof\":{\"txHash\":\"0x1\",\"reference\":\"base_1\","
                + "\"senderAddress\":\"0x2\",\"amount\":3000}}";

        PaymentProof proof = assertInstanceOf(
                        ClientMessage.Proof.class, Messages.decoded(MessageCodec.decodeClient(text)))
                .proof();

        assertEquals("base_1", proof.reference().orElseThrow());
    }

    @Test
    void readsTheFramesOfA01Server() {
        assertEquals(
                new ServerMessage.SessionStarted(
                        "ws402_1", units("3000"), units("0"), units("10"), null, null, null, null, 0, 3000, null),
                server("{'type':'session_started','sessionId':'ws402_1','balance':3000,'pricePerSecond':10}"));
        assertEquals(
                new ServerMessage.UsageUpdate("ws402_1", new Reading(3000, 5, 1), units("30"), units("2970")),
                server("{'type':'usage_update','sessionId':'ws402_1','elapsedSeconds':3,'consumedAmount':30,"
                        + "'remainingBalance':2970,'bytesTransferred':5,'messageCount':1}"));
        assertEquals(
                new ServerMessage.PaymentRejected("Invalid payment", "payment_rejected", null),
                server("{'type':'payment_rejected','reason':'Invalid payment'}"));
    }

    @Test
    void writesThe01FieldsAsIntegersHoweverLarge() {
        String text = MessageCodec.encode(new ServerMessage.BalanceLow(units("1000000000000000000001"), 5));

        assertTrue(text.contains("\"remainingBalance\":1000000000000000000001,"), text);
        assertEquals("1000000000000000000001", new JsonObject(text).getString("remainingBalanceAtomic"));
    }

    private static ServerMessage server(String text) {
        return Messages.decoded(MessageCodec.decodeServer(text.replace('\'', '"')));
    }
}
