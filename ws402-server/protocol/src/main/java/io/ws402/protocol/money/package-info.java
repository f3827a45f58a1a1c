/** Amounts, assets and how they are rounded. Amounts are whole smallest units; there is no floating point here. */
@NullMarked
package io.ws402.protocol.money;

import org.jspecify.annotations.NullMarked;
