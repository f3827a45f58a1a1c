package io.ws402.gateway.methods.rpc;

/** An endpoint gave no usable answer; another may. The message never carries its URL. */
public final class EndpointFailure extends RuntimeException {
    /** Names the call, and what became of it. */
    public EndpointFailure(String message) {
        super(message);
    }
}
