/** What is on a Solana chain: addresses, transactions, transfers, token accounts and mints. */
@NullMarked
package io.ws402.gateway.methods.solana.chain;

import org.jspecify.annotations.NullMarked;
