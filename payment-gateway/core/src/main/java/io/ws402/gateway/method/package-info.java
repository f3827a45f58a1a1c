/** The payment-method SPI: what a rail must be able to do, and nothing of how it does it. */
@NullMarked
package io.ws402.gateway.method;

import org.jspecify.annotations.NullMarked;
