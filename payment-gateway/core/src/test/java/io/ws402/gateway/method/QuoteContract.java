package io.ws402.gateway.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.storage.Await;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** {@link PaymentMethod#quote} says what 0.1 clients read, and leaves what all methods share to the payment service. */
interface QuoteContract {
    RailUnderTest rail();

    @Test
    default void quotesWithTheFieldsThatClientsOf01Read() {
        JsonObject details = Await.of(rail().method().quote(new ConformanceSteps(rail()).order()))
                .details();
        Set<String> missing = new TreeSet<>(rail().quoteFields());
        missing.removeAll(details.fieldNames());
        assertEquals(Set.of(), missing);
        assertEquals(rail().method().describe().recipient(), details.getString("recipient"));
        assertEquals(rail().method().describe().network(), details.getString("network"));
    }

    @Test
    default void leavesSharedFieldsToThePaymentService() {
        JsonObject details = Await.of(rail().method().quote(new ConformanceSteps(rail()).order()))
                .details();
        for (String shared : Set.of("reference", "paymentId", "expiresAt", "claimSecret", "amount", "amountAtomic")) {
            assertFalse(details.containsKey(shared), shared);
        }
    }

    @Test
    default void quotesWhatSurvivesBeingStoredAsJson() {
        QuoteTerms terms = Await.of(rail().method().quote(new ConformanceSteps(rail()).order()));
        assertEquals(terms.details(), new JsonObject(terms.details().encode()));
        assertEquals(terms.anchor(), new JsonObject(terms.anchor().encode()));
    }

    @Test
    default void givesAUriThatNamesTheRecipientAndTheAmount() {
        QuoteTerms terms = Await.of(rail().method().quote(new ConformanceSteps(rail()).order()));
        assertTrue(terms.paymentUri().contains(rail().method().describe().recipient()), terms.paymentUri());
        // URIs write amounts in smallest units or for people, by their scheme.
        String figure = rail().asset().human(rail().price());
        assertTrue(
                terms.paymentUri().contains(rail().price().toString())
                        || terms.paymentUri().contains(figure),
                terms.paymentUri());
    }
}
