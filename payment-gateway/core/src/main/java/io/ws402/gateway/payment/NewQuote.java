package io.ws402.gateway.payment;

import io.vertx.core.buffer.Buffer;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.method.MethodDescription;
import io.ws402.gateway.method.QuoteTerms;
import io.ws402.protocol.gateway.GenerateRequest.TopUp;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.QuoteRequest;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A quote about to be stored.
 *
 * @param id the payment's
 * @param caller who asked for it
 * @param request what was asked
 * @param topUp the session that it is to top up, or null
 * @param method the method that was picked
 * @param price the exact figure, unique units included
 * @param worth what {@code price} counts for in the session that it tops up, in its asset; null where that is the price
 * @param reference 128 random bits, lower-case hex
 * @param claimSecretHash SHA-256 of the claim secret
 * @param terms as the method wrote them
 */
record NewQuote(
        String id,
        Caller caller,
        QuoteRequest request,
        @Nullable TopUp topUp,
        MethodDescription method,
        Money price,
        @Nullable BigInteger worth,
        String reference,
        Buffer claimSecretHash,
        QuoteTerms terms) {}
