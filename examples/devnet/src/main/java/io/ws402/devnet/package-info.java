/** A whole local world for WS402: PostgreSQL and an EVM chain with tokens, started, funded and stopped together. */
@NullMarked
package io.ws402.devnet;

import org.jspecify.annotations.NullMarked;
