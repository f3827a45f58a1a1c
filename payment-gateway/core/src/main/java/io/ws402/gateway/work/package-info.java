/** Background work: passes that are repeated, by any number of gateways at once. */
@NullMarked
package io.ws402.gateway.work;

import org.jspecify.annotations.NullMarked;
