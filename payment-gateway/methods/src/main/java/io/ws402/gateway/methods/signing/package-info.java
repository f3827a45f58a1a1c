/** Keys that sign: where they are kept, and nothing of what is signed. */
@NullMarked
package io.ws402.gateway.methods.signing;

import org.jspecify.annotations.NullMarked;
