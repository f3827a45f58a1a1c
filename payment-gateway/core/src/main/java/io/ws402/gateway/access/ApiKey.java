package io.ws402.gateway.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An API key as its merchant sees it; the secret itself is known to nobody here.
 *
 * @param id its id, safe to show and log
 * @param merchantId whose
 * @param role what it is for
 * @param label what people call it
 * @param createdAt when it was made
 * @param revokedAt since when it opens nothing, or null
 */
public record ApiKey(
        String id,
        String merchantId,
        Role role,
        String label,
        Instant createdAt,
        @Nullable Instant revokedAt) {}
