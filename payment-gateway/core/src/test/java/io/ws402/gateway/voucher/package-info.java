/** A payment method of authorised money on a fake chain, and what becomes of such money in a gateway. */
@NullMarked
package io.ws402.gateway.voucher;

import org.jspecify.annotations.NullMarked;
