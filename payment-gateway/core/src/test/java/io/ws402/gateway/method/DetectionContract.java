package io.ws402.gateway.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.payment.PaymentProof;
import org.junit.jupiter.api.Test;

/** {@link PaymentMethod#detect} is pure and total, and never claims what is another method's. */
interface DetectionContract {
    int SEEDS = 500;

    RailUnderTest rail();

    @Test
    default void recognisesAProofOfItsOwn() {
        ConformanceSteps steps = new ConformanceSteps(rail());
        PaymentProof proof = steps.pay(steps.quote(), rail().newPayer());
        assertEquals(new Detection.Matches(), rail().method().detect(proof));
    }

    @Test
    default void leavesProofsOfOtherMethodsAlone() {
        for (PaymentProof proof :
                ProofsOfAllFamilies.but(rail().method().describe().family())) {
            assertInstanceOf(
                    Detection.Foreign.class,
                    rail().method().detect(proof),
                    () -> proof.json().encode());
        }
    }

    @Test
    default void hasAnAnswerToAnyJsonObject() {
        for (long seed = 0; seed < SEEDS; seed++) {
            answersTwiceTheSame(seed, new RandomJson(seed).object());
        }
    }

    @Test
    default void hasAnAnswerToAnyMutationOfItsOwnProofs() {
        ConformanceSteps steps = new ConformanceSteps(rail());
        JsonObject own = rail().proofOfNothing(steps.quote(), rail().newPayer()).json();
        for (long seed = 0; seed < SEEDS; seed++) {
            answersTwiceTheSame(seed, new RandomJson(seed).mutated(own));
        }
    }

    private void answersTwiceTheSame(long seed, JsonObject json) {
        String before = json.toString();
        Detection first = rail().method().detect(new PaymentProof(json));
        assertEquals(first, rail().method().detect(new PaymentProof(json)), () -> "seed " + seed + ": " + before);
        assertEquals(before, json.toString(), () -> "seed " + seed + " was changed by looking at it");
    }
}
