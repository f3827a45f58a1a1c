package io.ws402.server.resource;

import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/**
 * What the payer's WebSocket handshake said.
 *
 * @param headers as they came; not to be changed
 * @param query the raw query string, or null
 * @param subprotocol which of {@link Resource#subprotocols()} was agreed on, or null
 */
public record PayerHandshake(
        MultiMap headers, @Nullable String query, @Nullable String subprotocol) {}
