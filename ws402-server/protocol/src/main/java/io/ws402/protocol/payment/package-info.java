/** What a WS402 server and whoever verifies its payments say to each other, independent of how they reach each other. */
@NullMarked
package io.ws402.protocol.payment;

import org.jspecify.annotations.NullMarked;
