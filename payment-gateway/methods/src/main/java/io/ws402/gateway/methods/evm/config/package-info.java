/** What an operator writes under {@code methods.evm}, checked key by key, and what stands there when nothing is written. */
@NullMarked
package io.ws402.gateway.methods.evm.config;

import org.jspecify.annotations.NullMarked;
