/** Payment on any EVM chain, in its own coin and in ERC-20 tokens. */
@NullMarked
package io.ws402.gateway.methods.evm;

import org.jspecify.annotations.NullMarked;
