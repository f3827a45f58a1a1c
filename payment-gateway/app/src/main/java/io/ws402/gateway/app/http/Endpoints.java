package io.ws402.gateway.app.http;

import io.ws402.gateway.app.contract.Contract;
import io.ws402.gateway.app.contract.Operation;
import java.util.HashMap;
import java.util.Map;

/** Which endpoint carries out which operation of the contract. Filled at start by the features, then only read. */
public final class Endpoints {
    private final Map<String, Endpoint> byOperation = new HashMap<>();

    /** Names the endpoint of an operation; @throws IllegalStateException when it has one already. */
    public Endpoints on(String operationId, Endpoint endpoint) {
        if (byOperation.put(operationId, endpoint) != null) {
            throw new IllegalStateException(operationId + " has two endpoints");
        }
        return this;
    }

    Endpoint of(Operation operation) {
        Endpoint endpoint = byOperation.get(operation.id());
        if (endpoint == null) {
            throw new IllegalStateException(operation.id() + " is in the contract but has no endpoint");
        }
        return endpoint;
    }

    /** @throws IllegalStateException when an endpoint stands for nothing in the contract */
    void requireNoneBeyond(Contract contract) {
        for (String id : byOperation.keySet()) {
            if (contract.operations().stream()
                    .noneMatch(operation -> operation.id().equals(id))) {
                throw new IllegalStateException(id + " has an endpoint but is not in the contract");
            }
        }
    }
}
