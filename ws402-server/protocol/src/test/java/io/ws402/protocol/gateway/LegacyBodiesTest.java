package io.ws402.protocol.gateway;

import static io.ws402.protocol.Samples.units;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.StrictJson;
import io.ws402.protocol.payment.Codes;
import org.junit.jupiter.api.Test;

/** The bodies of WS402 0.1 servers and gateways. */
class LegacyBodiesTest {
    @Test
    void readsA01ServersRequests() {
        GenerateRequest generate =
                GenerateRequest.fromJson(json("{'amount':3000,'resourceId':'test','estimatedDuration':300}"));
        assertEquals(units("3000"), generate.amount());
        assertNull(generate.plan());

        VerifyRequest verify =
                VerifyRequest.fromJson(json("{'proof':{'txHash':'0x1','reference':'r'},'timestamp':1795219200000}"));
        assertNull(verify.session());
        assertEquals(1795219200000L, verify.timestamp());

        RefundRequest refund =
                RefundRequest.fromJson(json("{'proof':{'txHash':'0x1'},'amount':5,'timestamp':1795219200000}"));
        assertEquals(units("5"), refund.amount());
    }

    @Test
    void readsA01GatewaysAnswers() {
        assertEquals(new VerifyAnswer.Bare(units("3000")), VerifyAnswer.fromJson(json("{'valid':true,'amount':3000}")));
        assertEquals(
                new VerifyAnswer.Refused(Codes.PAYMENT_REJECTED, "Payment timeout expired", null, null, null),
                VerifyAnswer.fromJson(json("{'valid':false,'amount':0,'reason':'Payment timeout expired'}")));
        assertEquals(
                new RefundAnswer("success", units("5"), null, "Refund processed", 7, null, null, null),
                RefundAnswer.fromJson(
                        json("{'status':'success','amount':5,'message':'Refund processed','timestamp':7}")));
    }

    @Test
    void readsA01GatewaysErrors() {
        Problem problem =
                Problem.fromJson(401, json("{'error':'Unauthorized','message':'Invalid or missing API key'}"));

        assertEquals("http_401", problem.code());
        assertEquals("Unauthorized", problem.title());
        assertEquals("Invalid or missing API key", problem.detail());
        assertEquals("HTTP 500", Problem.fromJson(500, new JsonObject()).title());
    }

    private static JsonObject json(String text) {
        return StrictJson.parse(text.replace('\'', '"'), 10_000);
    }
}
