package io.ws402.demo.story;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import io.ws402.demo.wallet.Payment;
import io.ws402.demo.wallet.PaymentTerms;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.message.Schema;
import io.ws402.protocol.message.ServerMessage.Refund;
import io.ws402.protocol.message.ServerMessage.SessionEnded;
import io.ws402.protocol.message.ServerMessage.UsageUpdate;
import io.ws402.protocol.payment.AcceptedAsset;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Reading;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NarratorTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Narrator narrator = new Narrator(
            new Terminal(new PrintStream(written, true, StandardCharsets.UTF_8), false, false), Reports.ETHER);

    @Test
    void tellsASessionInPlainLinesWhereThereIsNoTerminal() {
        PricePlan plan = PricePlan.perSecond(BigInteger.valueOf(1000), 3600);
        AcceptedAsset usdc = new AcceptedAsset("local", "local", Reports.USDC, false);
        JsonObject details = new JsonObject()
                .put("amount", 30_007)
                .put("reference", "ref-1")
                .put("tokenAddress", "0x5FbDB2315678afecb367f032d93F642f64180aa3");
        Schema schema = new Schema(
                "ticker",
                "ws://127.0.0.1:4030/ws402/ticker",
                new Schema.Pricing("USDC", plan, 30, BigInteger.valueOf(30_007)),
                details,
                3600,
                null,
                List.of(new Schema.Offer(usdc, plan)));

        narrator.quoted(schema, PaymentTerms.read(usdc, Fields.of(details)));
        narrator.paid(new Payment("0x1", "0xpay", BigInteger.valueOf(21_000), new PaymentProof(new JsonObject())));
        narrator.pending("1 of 2 blocks");
        narrator.text("{\"price\":\"100.19\"}\n");
        narrator.usage(new UsageUpdate(
                "ses_1", new Reading(15_004, 18, 1), BigInteger.valueOf(15_004), BigInteger.valueOf(15_003)));
        narrator.interrupted("the server is draining");
        narrator.ended(new SessionEnded(
                "ses_1", "client_ended", BigInteger.valueOf(30_007), BigInteger.valueOf(15_004), List.of()));
        narrator.refund(new Refund(BigInteger.valueOf(15_003), "confirmed", "ref_1", "0xback"));

        assertEquals("""
                   schema   0.001 USDC a second; 30 s in advance: 0.030007 USDC
                   pay      0xpay   network fee 0.000000000000021 ETH
                   stream   ██████████░░░░░░░░░░  15.0 s  0.015004 USDC  {"price":"100.19"}
                   lost     the server is draining
                   end      client_ended   consumed 0.015004 USDC of 0.030007 USDC
                   refund   0.015003 USDC confirmed   0xback
                """.indent(0), written.toString(StandardCharsets.UTF_8).indent(0));
    }
}
