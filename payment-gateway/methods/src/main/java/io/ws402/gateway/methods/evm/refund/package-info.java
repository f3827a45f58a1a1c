/** Refunds on an EVM chain: planned, signed, sent, found again, and replaced when they are stuck. */
@NullMarked
package io.ws402.gateway.methods.evm.refund;

import org.jspecify.annotations.NullMarked;
