/** The messages of the metered WebSocket and the schema, with their codec. */
@NullMarked
package io.ws402.protocol.message;

import org.jspecify.annotations.NullMarked;
