/** What the simulator shows of the gateway, and what shows that the simulator can see. */
@NullMarked
package io.ws402.chaos;

import org.jspecify.annotations.NullMarked;
