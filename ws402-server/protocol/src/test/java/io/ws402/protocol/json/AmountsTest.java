package io.ws402.protocol.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmountsTest {
    private static final int LIMIT = 10_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'amount':300}",
                "{'amount':'300'}",
                "{'amountAtomic':'300'}",
                "{'amountAtomic':300}",
                "{'amount':300,'amountAtomic':'300'}",
                "{'amount':null,'amountAtomic':'300'}"
            })
    void readsEitherFormFromEitherTwin(String text) {
        assertEquals(BigInteger.valueOf(300), Amounts.read(json(text), "amount"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'amount':-1}",
                "{'amount':'-1'}",
                "{'amount':'+1'}",
                "{'amount':'1.5'}",
                "{'amount':'1e3'}",
                "{'amount':'0x10'}",
                "{'amount':'007'}",
                "{'amount':' 7'}",
                "{'amount':''}",
                "{'amount':'NaN'}",
                "{'amount':true}",
                "{'amount':[1]}",
                "{'amount':{}}",
                "{'amount':'1111111111111111111111111111111111111111111111111111111111111111111111111111111'}"
            })
    void refusesWhatIsNoAmountByTheNameOfTheField(String text) {
        MalformedJson refusal = assertThrows(MalformedJson.class, () -> Amounts.read(json(text), "amount"));

        assertEquals(MalformedJson.INVALID_AMOUNT, refusal.code());
        assertEquals("amount", refusal.field());
    }

    @Test
    void refusesTwinsThatDiffer() {
        MalformedJson refusal = assertThrows(
                MalformedJson.class, () -> Amounts.read(json("{'amount':300,'amountAtomic':'301'}"), "amount"));

        assertEquals(MalformedJson.TWINS_DIFFER, refusal.code());
        assertEquals("amount", refusal.field());
    }

    @Test
    void tellsAMissingAmountFromZero() {
        assertEquals(Optional.empty(), Amounts.find(new JsonObject(), "amount"));
        assertEquals(Optional.of(BigInteger.ZERO), Amounts.find(json("{'amount':0}"), "amount"));
        assertEquals(
                MalformedJson.MISSING_FIELD,
                assertThrows(MalformedJson.class, () -> Amounts.read(new JsonObject(), "amount"))
                        .code());
    }

    @Test
    void writesAnIntegerAndItsDecimalTwin() {
        BigInteger large = BigInteger.TWO.pow(200);

        assertEquals(
                "{\"balance\":" + large + ",\"balanceAtomic\":\"" + large + "\"}",
                Amounts.write(new JsonObject(), "balance", large).encode());
    }

    @Test
    void namesTheWholePathOfANestedField() {
        Fields fields = Fields.of(json("{'sessions':[{'consumed':'1'},{'consumed':'x'}]}"));

        MalformedJson refusal = assertThrows(
                MalformedJson.class, () -> fields.objects("sessions").get(1).amount("consumed"));

        assertEquals("sessions[1].consumed", refusal.field());
    }

    private static JsonObject json(String text) {
        return StrictJson.parse(text.replace('\'', '"'), LIMIT);
    }
}
