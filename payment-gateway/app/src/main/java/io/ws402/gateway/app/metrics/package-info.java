/** What the gateway measures of itself, in Prometheus' names. */
@NullMarked
package io.ws402.gateway.app.metrics;

import org.jspecify.annotations.NullMarked;
