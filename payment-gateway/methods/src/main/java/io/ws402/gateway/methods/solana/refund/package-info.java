/** Refunds on Solana: planned, signed, sent, found again, and signed anew once they have provably expired. */
@NullMarked
package io.ws402.gateway.methods.solana.refund;

import org.jspecify.annotations.NullMarked;
