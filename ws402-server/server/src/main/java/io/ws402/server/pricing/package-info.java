/** What a session costs: the meter and the prices of a resource. Pure: no I/O, no threads, the clock is injected. */
@NullMarked
package io.ws402.server.pricing;

import org.jspecify.annotations.NullMarked;
