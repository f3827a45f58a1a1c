/** Holds the books against what the wallets hold on their rails. */
@NullMarked
package io.ws402.gateway.wallet;

import org.jspecify.annotations.NullMarked;
