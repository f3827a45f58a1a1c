/** A whole local world for WS402: PostgreSQL, an EVM chain and a Solana chain with tokens, started, funded and stopped. */
@NullMarked
package io.ws402.devnet;

import org.jspecify.annotations.NullMarked;
