/** What is shown of the simulated cluster. */
@NullMarked
package io.ws402.chaos.solana;

import org.jspecify.annotations.NullMarked;
