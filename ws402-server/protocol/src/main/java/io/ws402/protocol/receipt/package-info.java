/** Signed receipts: what one says, and how anybody checks it with the gateway's public keys alone. */
@NullMarked
package io.ws402.protocol.receipt;

import org.jspecify.annotations.NullMarked;
