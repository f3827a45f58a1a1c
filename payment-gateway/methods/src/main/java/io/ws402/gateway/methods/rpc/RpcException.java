package io.ws402.gateway.methods.rpc;

/** A call that brought no result. Messages name endpoints by position and host, never by their whole URL. */
public abstract sealed class RpcException extends RuntimeException {
    private RpcException(String message) {
        super(message);
    }

    /** No endpoint gave a usable answer in time: nothing is known. */
    public static final class Unavailable extends RpcException {
        /** Says which endpoints failed, and how. */
        public Unavailable(String message) {
            super(message);
        }
    }

    /** A node answered, with an error: it did not do what was asked. */
    public static final class Refused extends RpcException {
        private final int code;

        /** The node's error code and message. */
        public Refused(int code, String message) {
            super(message);
            this.code = code;
        }

        /** The JSON-RPC error code. */
        public int code() {
            return code;
        }
    }

    /** The answer is longer than is read; another endpoint would answer no shorter. */
    public static final class TooLarge extends RpcException {
        /** Names the call. */
        public TooLarge(String method, int maxBytes) {
            super("the answer to " + method + " is longer than " + maxBytes + " bytes");
        }
    }
}
