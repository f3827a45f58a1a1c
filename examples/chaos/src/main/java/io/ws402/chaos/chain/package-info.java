/** A chain in memory that reorganises, and the payment methods on it. */
@NullMarked
package io.ws402.chaos.chain;

import org.jspecify.annotations.NullMarked;
