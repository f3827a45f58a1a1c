/** One thing at a time, in an order and with the faults that a seed decides. */
@NullMarked
package io.ws402.chaos.schedule;

import org.jspecify.annotations.NullMarked;
