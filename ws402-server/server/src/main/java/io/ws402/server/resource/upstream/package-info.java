/** Sells an existing WebSocket service: a reverse proxy that connects each session to it. */
@NullMarked
package io.ws402.server.resource.upstream;

import org.jspecify.annotations.NullMarked;
