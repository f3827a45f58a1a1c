package io.ws402.gateway.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.Capabilities.Binding;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ClaimDecisionTest {
    private static final Money PRICE = new Money(FakeRail.COIN, BigInteger.valueOf(1_000));

    private static ClaimDecision decide(Binding binding, Asset asset, String recipient, long units) {
        ObservedDeposit deposit = new ObservedDeposit(
                "key", "payer", recipient, new Money(asset, BigInteger.valueOf(units)), "tx", new JsonObject(), true);
        return ClaimDecision.onArrival(PRICE, "wallet", binding, deposit);
    }

    private static String code(ClaimDecision decision) {
        return assertInstanceOf(ClaimDecision.Refuse.class, decision).code();
    }

    @Test
    void acceptsNoOtherAmountWhereTheAmountBinds() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            long units = random.nextLong(2_001);
            ClaimDecision decision = decide(Binding.AMOUNT, FakeRail.COIN, "wallet", units);
            assertEquals(units == 1_000, decision instanceof ClaimDecision.Accept, "units " + units);
        }
        assertEquals("amount_mismatch", code(decide(Binding.AMOUNT, FakeRail.COIN, "wallet", 999)));
    }

    @Test
    void acceptsAnyAmountButNothingWhereAReferenceBinds() {
        assertInstanceOf(ClaimDecision.Accept.class, decide(Binding.REFERENCE, FakeRail.COIN, "wallet", 1));
        assertInstanceOf(ClaimDecision.Accept.class, decide(Binding.REFERENCE, FakeRail.COIN, "wallet", 5_000));
        assertEquals("amount_mismatch", code(decide(Binding.REFERENCE, FakeRail.COIN, "wallet", 0)));
    }

    @Test
    void refusesAnotherAssetOrWallet() {
        assertEquals("wrong_asset", code(decide(Binding.REFERENCE, FakeRail.TOKEN, "wallet", 1_000)));
        assertEquals("wrong_recipient", code(decide(Binding.REFERENCE, FakeRail.COIN, "elsewhere", 1_000)));
    }

    @Test
    void refusesAnotherResourceAndAQuoteOutOfQuarantineBeforeTheRailIsAsked() {
        assertInstanceOf(ClaimDecision.Accept.class, ClaimDecision.beforeLooking("a", "a", false));
        assertInstanceOf(ClaimDecision.Accept.class, ClaimDecision.beforeLooking("a", null, false));
        assertEquals("resource_mismatch", code(ClaimDecision.beforeLooking("a", "b", false)));
        assertEquals("quote_expired", code(ClaimDecision.beforeLooking("a", "a", true)));
    }
}
