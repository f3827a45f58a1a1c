/** The calls that payments on Solana need, their answers read strictly, and one watch of the chain for everybody. */
@NullMarked
package io.ws402.gateway.methods.solana.rpc;

import org.jspecify.annotations.NullMarked;
