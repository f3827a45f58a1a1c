/** The load generator: plain Netty, everything it sends encoded before it is needed. */
@NullMarked
package io.ws402.bench.load;

import org.jspecify.annotations.NullMarked;
