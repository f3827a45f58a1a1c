/** The internal rail: balances kept by the gateway itself, and a payment method on them. */
@NullMarked
package io.ws402.gateway.credits;

import org.jspecify.annotations.NullMarked;
