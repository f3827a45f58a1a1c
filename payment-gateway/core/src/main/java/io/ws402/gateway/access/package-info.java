/** Who may call: API keys, roles, session tokens. */
@NullMarked
package io.ws402.gateway.access;

import org.jspecify.annotations.NullMarked;
