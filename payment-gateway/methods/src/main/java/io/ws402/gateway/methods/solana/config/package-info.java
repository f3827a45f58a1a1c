/** What an operator writes under {@code methods.solana}, checked key by key. */
@NullMarked
package io.ws402.gateway.methods.solana.config;

import org.jspecify.annotations.NullMarked;
