/** The server's surface: schema, metered WebSocket, status and probes, with every bound that keeps strangers at bay. */
@NullMarked
package io.ws402.server.http;

import org.jspecify.annotations.NullMarked;
