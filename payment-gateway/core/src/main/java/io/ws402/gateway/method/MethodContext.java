package io.ws402.gateway.method;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;

/**
 * What methods may use of the gateway.
 *
 * @param vertx for timers and clients
 * @param database for methods that keep an internal rail; others have no business there
 * @param clock wall time, for records only
 * @param development whether {@code --dev} was given, which allows keys from the environment
 */
public record MethodContext(Vertx vertx, Pool database, InstantSource clock, boolean development) {}
