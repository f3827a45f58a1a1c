package io.ws402.server.http;

import io.ws402.server.socket.PayerSocket;

/**
 * A request that became a WebSocket.
 *
 * @param socket the WebSocket
 * @param handshake what the request said
 */
record Upgraded(PayerSocket socket, KeptHandshake handshake) {}
