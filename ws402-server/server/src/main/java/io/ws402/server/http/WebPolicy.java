package io.ws402.server.http;

import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whom the server believes and lets in.
 *
 * @param publicUrl where payers reach it, {@code https://…}, or null to take it from each request
 * @param proxies whose {@code X-Forwarded-*} headers count
 * @param allowedOrigins browser origins besides its own, for example {@code https://shop.example}; {@code *} for all
 * @param operatorKeyHash SHA-256 of the operator's key in hexadecimal, or null when there is none
 */
public record WebPolicy(
        @Nullable String publicUrl,
        TrustedProxies proxies,
        List<String> allowedOrigins,
        @Nullable String operatorKeyHash) {
    /** Nobody is trusted and only the server's own origin is allowed. */
    public static final WebPolicy DEFAULTS = new WebPolicy(null, TrustedProxies.of(List.of()), List.of(), null);

    /** Compares origins in lower case. */
    public WebPolicy {
        allowedOrigins = allowedOrigins.stream()
                .map(origin -> origin.toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Where the sender of this request reaches the server. */
    PublicAddress address(HttpServerRequest request) {
        return PublicAddress.of(request, publicUrl, proxies);
    }

    /**
     * Whether a request's {@code Origin} is allowed: no origin is no browser, one's own is no stranger, any other, {@code
     * null} too, must be on the list.
     */
    boolean allowsOrigin(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        return origin == null
                || isListed(origin)
                || origin.equalsIgnoreCase(address(request).origin());
    }

    /** Whether a foreign origin is on the list. */
    boolean isListed(String origin) {
        return allowedOrigins.contains("*") || allowedOrigins.contains(origin.toLowerCase(Locale.ROOT));
    }

    /** Whether the request carries the operator's key as its bearer token; takes the same time whatever is sent. */
    boolean isOperator(HttpServerRequest request) {
        String bearer = bearer(request);
        if (operatorKeyHash == null || bearer == null) {
            return false;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bearer.getBytes(StandardCharsets.UTF_8));
            return MessageDigest.isEqual(hash, HexFormat.of().parseHex(operatorKeyHash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The bearer token of a request, or null. */
    static @Nullable String bearer(HttpServerRequest request) {
        String authorization = request.getHeader("Authorization");
        String scheme = "Bearer ";
        boolean present = authorization != null && authorization.regionMatches(true, 0, scheme, 0, scheme.length());
        return present ? authorization.substring(scheme.length()).strip() : null;
    }
}
