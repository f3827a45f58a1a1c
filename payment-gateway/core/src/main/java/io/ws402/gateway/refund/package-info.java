/** Refunds: at most one effect on the rail. */
@NullMarked
package io.ws402.gateway.refund;

import org.jspecify.annotations.NullMarked;
