package io.ws402.demo.client;

import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.receipt.Receipt;
import java.math.BigInteger;
import java.util.List;

/** Receipts of the scripted server's session. */
public final class ScriptedReceipts {
    private ScriptedReceipts() {}

    /** One that adds up. */
    public static Receipt of(long paid, long consumed, boolean isFinal) {
        Money nothing = ScriptedServer.credits(0);
        Money used = ScriptedServer.credits(consumed);
        Money rest = ScriptedServer.credits(paid - consumed);
        String payer = "ws402:internal:acc_1";
        Receipt.Refund refund = new Receipt.Refund("ref_1", rest, payer, isFinal ? "confirmed" : "planned", null);
        Receipt.Deposit deposit = new Receipt.Deposit(
                "dep_1",
                "credits",
                payer,
                ScriptedServer.credits(paid),
                ScriptedServer.credits(paid),
                used,
                used,
                "settled",
                true,
                false,
                null,
                refund);
        return new Receipt(
                ScriptedServer.SESSION,
                "pay_1",
                "ticker",
                "mch_1",
                "settled",
                isFinal,
                1_700_000_000,
                1_699_999_000_000L,
                1_699_999_900_000L,
                "client_ended",
                PricePlan.perSecond(BigInteger.valueOf(100), 3600),
                new Reading(4000, 11, 1),
                new Receipt.Sums(ScriptedServer.credits(paid), nothing, nothing, used, nothing, rest),
                List.of(),
                List.of(deposit));
    }
}
