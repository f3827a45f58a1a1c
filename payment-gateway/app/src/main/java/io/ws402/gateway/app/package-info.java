/** The payment gateway put together: wiring, and the command that runs it. */
@NullMarked
package io.ws402.gateway.app;

import org.jspecify.annotations.NullMarked;
