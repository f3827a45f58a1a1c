/** The gateway made wrong on purpose, to see that the simulator notices. */
@NullMarked
package io.ws402.chaos.mutant;

import org.jspecify.annotations.NullMarked;
