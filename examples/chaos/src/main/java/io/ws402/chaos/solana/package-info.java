/** The simulated chain as a Solana cluster, asked over JSON-RPC by the real refunds of the Solana method. */
@NullMarked
package io.ws402.chaos.solana;

import org.jspecify.annotations.NullMarked;
