/**
 * Refunds, and collections, which are refunds the other way round: at most one effect on the rail, whatever dies between two
 * of their steps.
 */
@NullMarked
package io.ws402.gateway.refund;

import org.jspecify.annotations.NullMarked;
