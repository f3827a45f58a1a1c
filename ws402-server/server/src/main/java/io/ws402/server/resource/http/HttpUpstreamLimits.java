package io.ws402.server.resource.http;

import java.time.Duration;

/**
 * How far an HTTP service is waited for, and trusted with payers' requests.
 *
 * @param answerWithin how long it may take to connect, and again to begin its answer
 * @param stuck how long its answer may stand still
 * @param bodyBytesMax how long a request's body may be
 */
public record HttpUpstreamLimits(Duration answerWithin, Duration stuck, int bodyBytesMax) {}
