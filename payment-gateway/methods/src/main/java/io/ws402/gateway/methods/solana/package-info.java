/** Payment on a Solana cluster, in SOL and in SPL tokens. */
@NullMarked
package io.ws402.gateway.methods.solana;

import org.jspecify.annotations.NullMarked;
