/** How anything is compared here: ours beside its limit in one run, in turns, several times. */
@NullMarked
package io.ws402.bench.harness;

import org.jspecify.annotations.NullMarked;
