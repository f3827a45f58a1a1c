/** The metered session: its states, its clockwork, and how its readings reach the gateway, whatever ends it. */
@NullMarked
package io.ws402.server.session;

import org.jspecify.annotations.NullMarked;
