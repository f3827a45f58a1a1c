/** What a payer is told, what a payer shows, and what the chain says about it. */
@NullMarked
package io.ws402.gateway.methods.evm.payment;

import org.jspecify.annotations.NullMarked;
