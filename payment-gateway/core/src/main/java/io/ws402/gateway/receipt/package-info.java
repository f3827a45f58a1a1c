/** Signed receipts of sessions. */
@NullMarked
package io.ws402.gateway.receipt;

import org.jspecify.annotations.NullMarked;
