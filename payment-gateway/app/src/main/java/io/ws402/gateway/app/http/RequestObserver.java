package io.ws402.gateway.app.http;

/** Is told of every answer; called on event loops, must not block. */
@FunctionalInterface
public interface RequestObserver {
    /** An operation was answered, in so many nanoseconds. */
    void answered(String operationId, Answer answer, long nanos);
}
