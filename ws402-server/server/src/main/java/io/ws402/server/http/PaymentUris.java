package io.ws402.server.http;

import io.ws402.protocol.payment.Quote;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The payment URIs of the quotes that this server handed out lately, for their QR codes. Bounded: the oldest goes first.
 * Safe for use from any thread.
 */
final class PaymentUris {
    private static final int MAX = 10_000;

    private final LongSupplier nanoClock;
    private final Map<String, Remembered> byReference = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
            return size() > MAX;
        }
    };

    private record Remembered(String uri, long expiresAt) {}

    PaymentUris(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Remembers the quote's URI, if it has one, for as long as its terms stand. */
    synchronized void remember(Quote quote) {
        if (quote.details().getValue("paymentUri") instanceof String uri) {
            long expiresAt = nanoClock.getAsLong() + quote.expiresInMs() * 1_000_000;
            byReference.put(quote.reference(), new Remembered(uri, expiresAt));
        }
    }

    /** The URI of a quote whose terms stand. */
    synchronized Optional<String> find(String reference) {
        return Optional.ofNullable(byReference.get(reference))
                .filter(entry -> entry.expiresAt() - nanoClock.getAsLong() > 0)
                .map(Remembered::uri);
    }
}
