/** Quotes, proofs and settlement over HTTP, in the words of WS402 0.1 and in ours. */
@NullMarked
package io.ws402.gateway.app.payment;

import org.jspecify.annotations.NullMarked;
