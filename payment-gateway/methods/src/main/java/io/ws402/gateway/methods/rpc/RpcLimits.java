package io.ws402.gateway.methods.rpc;

import java.time.Duration;

/**
 * How long nodes may take and how much is asked of them at once.
 *
 * @param callTimeout for one call to one endpoint
 * @param totalTimeout for an answer, whichever endpoint gives it in the end
 * @param maxInFlight how many calls are under way at most; others wait for their turn
 */
public record RpcLimits(Duration callTimeout, Duration totalTimeout, int maxInFlight) {}
