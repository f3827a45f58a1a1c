/** Events out, written in the transaction they tell of. */
@NullMarked
package io.ws402.gateway.outbox;

import org.jspecify.annotations.NullMarked;
