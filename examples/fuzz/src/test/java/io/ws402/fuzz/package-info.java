/** What reads bytes from outside, given bytes that nobody meant. */
@NullMarked
package io.ws402.fuzz;

import org.jspecify.annotations.NullMarked;
