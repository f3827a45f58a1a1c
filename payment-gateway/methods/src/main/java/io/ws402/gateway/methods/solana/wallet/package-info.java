/** The wallet's own accounts: made, checked, and what they hold. */
@NullMarked
package io.ws402.gateway.methods.solana.wallet;

import org.jspecify.annotations.NullMarked;
