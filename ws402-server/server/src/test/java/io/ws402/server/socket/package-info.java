/** The payers' WebSocket, and what it relies on of Vert.x. */
@NullMarked
package io.ws402.server.socket;

import org.jspecify.annotations.NullMarked;
