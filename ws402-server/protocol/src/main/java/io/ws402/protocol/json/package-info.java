/** Strict JSON: no duplicate keys, no fractions where an amount belongs, bounded depth and length. */
@NullMarked
package io.ws402.protocol.json;

import org.jspecify.annotations.NullMarked;
