package io.ws402.gateway.method;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** Makes the methods of one family; found by {@link java.util.ServiceLoader}. */
public interface PaymentMethodFactory {
    /** The family's name and its key under {@code methods:} in the configuration, for example {@code evm}. */
    String family();

    /**
     * Makes a method for each network that is configured; the list may be empty.
     *
     * @param methods the whole {@code methods:} section of the configuration, empty when there is none; a factory reads
     *     the value under its family's name (an object, or a list of networks) and nothing else
     * @param context what methods may use of the gateway
     * @throws MethodConfigurationException naming the key and the remedy, for anything unknown, missing or ill-typed
     */
    List<PaymentMethod> create(JsonObject methods, MethodContext context);
}
