package io.ws402.gateway.methods.evm.rpc;

/** What an endpoint answered can not be an answer; treated as if it had not answered. */
final class MalformedAnswer extends RuntimeException {
    MalformedAnswer(String message) {
        super(message);
    }
}
