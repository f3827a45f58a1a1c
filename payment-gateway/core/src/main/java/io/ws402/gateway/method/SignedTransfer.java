package io.ws402.gateway.method;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/**
 * A signed transfer, to be stored before it is sent.
 *
 * @param txId the name it will have on the rail, known before it is sent
 * @param sequence its sequence number, 0 where the rail has none
 * @param raw the bytes to send
 * @param terms fees and whatever else {@link TransferRail#replace} needs; private to the rail
 */
public record SignedTransfer(String txId, long sequence, Buffer raw, JsonObject terms) {}
