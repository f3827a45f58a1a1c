/** How a request becomes a call of the core: key, body, contract, answer, problem; nothing of any one feature. */
@NullMarked
package io.ws402.gateway.app.http;

import org.jspecify.annotations.NullMarked;
