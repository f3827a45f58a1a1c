/** Quotes, and what the chain shows of their payment. */
@NullMarked
package io.ws402.gateway.methods.solana.payment;

import org.jspecify.annotations.NullMarked;
