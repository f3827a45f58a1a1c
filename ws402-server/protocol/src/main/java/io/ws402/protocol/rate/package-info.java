/** How often strangers may ask: rates as configurations name them, and the buckets that hold callers to them. */
@NullMarked
package io.ws402.protocol.rate;

import org.jspecify.annotations.NullMarked;
