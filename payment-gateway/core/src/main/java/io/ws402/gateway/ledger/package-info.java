/** The double-entry ledger and its audit. */
@NullMarked
package io.ws402.gateway.ledger;

import org.jspecify.annotations.NullMarked;
