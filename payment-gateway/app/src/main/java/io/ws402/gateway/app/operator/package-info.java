/** What only operators may ask: what is pending, whether the law holds, and to fund accounts of the credits method. */
@NullMarked
package io.ws402.gateway.app.operator;

import org.jspecify.annotations.NullMarked;
