/** A payer's WebSocket on Netty's pipeline, and all that is known here of the inside of Vert.x's servers. */
@NullMarked
package io.ws402.server.socket;

import org.jspecify.annotations.NullMarked;
