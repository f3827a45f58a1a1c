package io.ws402.protocol.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictJsonTest {
    private static final int LIMIT = 10_000;

    @Test
    void keepsIntegersExactAtAnySize() {
        JsonObject json = StrictJson.parse(
                "{\"i\":7,\"l\":9007199254740993,\"b\":" + "9".repeat(78) + ",\"n\":-" + "9".repeat(78) + "}", LIMIT);

        assertEquals(7, json.getValue("i"));
        assertEquals(9007199254740993L, json.getValue("l"));
        assertEquals(new BigInteger("9".repeat(78)), json.getValue("b"));
        assertEquals(new BigInteger("9".repeat(78)).negate(), json.getValue("n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'amount':1.5}|invalid_number|amount",
                "{'amount':1e3}|invalid_number|amount",
                "{'amount':1.0}|invalid_number|amount",
                "{'amount':NaN}|invalid_number|amount",
                "{'amount':-Infinity}|invalid_number|amount",
                "{'amount':-0}|invalid_number|amount",
                "{'proof':{'list':[1,{'x':2E1}]}}|invalid_number|proof.list[1].x",
                "{'a':1,'b':{'a':1,'c':2,'a':1}}|duplicate_key|b.a",
                "{'a':1}{}|trailing_data|''",
                "{'a':1} x|trailing_data|''",
                "[1]|invalid_json|''",
                "{'a':01}|invalid_json|a",
                "{'a':tru}|invalid_json|a",
                "{'a'|invalid_json|a",
                "''|invalid_json|''",
                "{'a':'\\u0000'}|invalid_string|a",
                "{'a':'\\ud800'}|invalid_string|a",
            })
    void refusesByTheNameOfTheField(String text, String code, String field) {
        MalformedJson refusal =
                assertThrows(MalformedJson.class, () -> StrictJson.parse(text.replace('\'', '"'), LIMIT));

        assertEquals(code, refusal.code(), refusal.reason());
        assertEquals(field, refusal.field());
    }

    @Test
    void refusesNumbersOfMoreThan78Digits() {
        for (int digits : new int[] {79, 500, 5_000}) {
            String text = "{\"a\":{\"amount\":" + "1".repeat(digits) + "}}";
            MalformedJson refusal = assertThrows(MalformedJson.class, () -> StrictJson.parse(text, LIMIT));
            assertEquals(MalformedJson.INVALID_NUMBER, refusal.code());
            assertEquals("a.amount", refusal.field());
        }
    }

    @Test
    void boundsDepthAndLength() {
        StrictJson.parse(nested(StrictJson.MAX_DEPTH), LIMIT);

        assertEquals(MalformedJson.TOO_DEEP, codeOf(nested(StrictJson.MAX_DEPTH + 1)));
        assertEquals(MalformedJson.TOO_DEEP, codeOf(nested(1_000)));
        assertEquals(MalformedJson.TOO_LARGE, codeOf("{\"a\":\"" + "x".repeat(LIMIT) + "\"}"));
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] utf16 = "{\"a\":1}".getBytes(StandardCharsets.UTF_16);

        assertEquals(
                MalformedJson.INVALID_JSON,
                assertThrows(MalformedJson.class, () -> StrictJson.parse(utf16, LIMIT))
                        .code());
    }

    @Test
    void keepsFractionsExactWhereTheyAreAskedFor() {
        JsonObject json = StrictJson.parseWithFractions(Buffer.buffer("{\"amountSOL\":3e-7,\"amount\":300}"), LIMIT);

        assertEquals(new BigDecimal("3E-7"), json.getValue("amountSOL"));
        assertEquals(300, json.getValue("amount"));
    }

    @Test
    void refusesAnExponentThatNoNumberHas() {
        MalformedJson refused = assertThrows(
                MalformedJson.class,
                () -> StrictJson.parseWithFractions(Buffer.buffer("{\"amountSOL\":1e9999999999999}"), LIMIT));
        assertEquals(MalformedJson.INVALID_NUMBER, refused.code());
        assertEquals("amountSOL", refused.field());
    }

    private static String nested(int depth) {
        return "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
    }

    private static String codeOf(String text) {
        return assertThrows(MalformedJson.class, () -> StrictJson.parse(text, LIMIT))
                .code();
    }
}
