/** The internal rail: balances kept by the gateway itself. */
@NullMarked
package io.ws402.gateway.credits;

import org.jspecify.annotations.NullMarked;
