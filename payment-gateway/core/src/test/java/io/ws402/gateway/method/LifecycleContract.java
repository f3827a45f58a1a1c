package io.ws402.gateway.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.gateway.storage.Await;
import org.junit.jupiter.api.Test;

/** What a method says of itself, and its start and end. */
interface LifecycleContract {
    RailUnderTest rail();

    @Test
    default void describesItselfTheSameEachTime() {
        MethodDescription description = rail().method().describe();
        assertEquals(description, rail().method().describe());
        assertEquals(description, rail().reopened().describe());
        assertEquals(
                rail().asset(), description.asset(rail().asset().id().value()).orElseThrow());
        assertEquals(rail().asset().id().chain(), description.chain());
    }

    @Test
    default void isHealthyWhenItsRailAnswersAndGivesNoEndpointAway() {
        MethodHealth health = Await.of(rail().method().health());
        assertTrue(health.healthy(), health.detail());
        assertFalse(health.detail().isBlank());
        assertFalse(health.detail().contains("://"), health.detail());
    }

    @Test
    default void closesAsOftenAsAskedAndLeavesOtherInstancesAlone() {
        PaymentMethod another = rail().reopened();
        another.close();
        another.close();
        assertTrue(Await.of(rail().method().health()).healthy());
    }
}
