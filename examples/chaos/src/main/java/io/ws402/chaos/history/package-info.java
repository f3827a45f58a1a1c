/** Histories: one seed, one sequence of steps, one verdict; and what is done with many of them. */
@NullMarked
package io.ws402.chaos.history;

import org.jspecify.annotations.NullMarked;
