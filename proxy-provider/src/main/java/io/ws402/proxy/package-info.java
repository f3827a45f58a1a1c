/** The {@link io.ws402.protocol.payment.PaymentProvider} that speaks HTTP to a payment gateway; it holds no keys and no ledger. */
@NullMarked
package io.ws402.proxy;

import org.jspecify.annotations.NullMarked;
