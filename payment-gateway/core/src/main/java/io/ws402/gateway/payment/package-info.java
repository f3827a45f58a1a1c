/** Quotes, and the claim that turns what arrived into a held payment. */
@NullMarked
package io.ws402.gateway.payment;

import org.jspecify.annotations.NullMarked;
