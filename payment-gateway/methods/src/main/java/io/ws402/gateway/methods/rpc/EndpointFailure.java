package io.ws402.gateway.methods.rpc;

/** An endpoint gave no usable answer; another may. The message never carries its URL. */
final class EndpointFailure extends RuntimeException {
    EndpointFailure(String message) {
        super(message);
    }
}
