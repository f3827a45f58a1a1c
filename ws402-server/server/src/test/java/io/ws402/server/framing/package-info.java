/** The server's WebSocket framing against the cases of RFC 6455, numbered as the Autobahn test suite numbers them. */
@NullMarked
package io.ws402.server.framing;

import org.jspecify.annotations.NullMarked;
