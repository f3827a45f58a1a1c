/** What operators decide, and the trail of it. */
@NullMarked
package io.ws402.gateway.operator;

import org.jspecify.annotations.NullMarked;
