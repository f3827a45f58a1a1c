package io.ws402.protocol.payment;

import io.ws402.protocol.money.Asset;

/**
 * An asset that a payment method takes.
 *
 * @param method the method's short id
 * @param network the network's 0.1 short name, for example {@code base}
 * @param asset what is taken
 * @param byDefault whether a quote that names no asset is for this one
 */
public record AcceptedAsset(String method, String network, Asset asset, boolean byDefault) {}
