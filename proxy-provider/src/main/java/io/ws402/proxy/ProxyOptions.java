package io.ws402.proxy;

import io.ws402.protocol.config.Secret;
import java.time.Duration;
import java.util.Map;

/**
 * How to reach a gateway. The first five have their names from WS402 0.1.
 *
 * @param gatewayUrl where it is, for example {@code http://10.0.0.5:4029}; a path prefix is kept
 * @param apiKey by which it knows this server
 * @param timeout how long a call may take in all, retries and pauses included
 * @param retryAttempts how often a call is tried at most, the first time included
 * @param customHeaders sent with every request; they do not replace those that the protocol sets
 * @param attemptTimeout how long one attempt may take; a verify waits for finality and may take the whole timeout
 * @param maxConnections how many connections are open at most; as many calls again wait for each of them
 * @param maxAnswerBytes how long an answer may be
 */
public record ProxyOptions(
        String gatewayUrl,
        Secret apiKey,
        Duration timeout,
        int retryAttempts,
        Map<String, String> customHeaders,
        Duration attemptTimeout,
        int maxConnections,
        int maxAnswerBytes) {
    /** @throws IllegalArgumentException when a figure is not positive or the URL is not absolute http */
    public ProxyOptions {
        if (!gatewayUrl.matches("https?://[^/?#]+[^?#]*")) {
            throw new IllegalArgumentException("gatewayUrl must be an absolute http or https URL, not " + gatewayUrl);
        }
        boolean positive = timeout.toMillis() > 0 && attemptTimeout.toMillis() > 0;
        if (!positive || retryAttempts < 1 || maxConnections < 1 || maxAnswerBytes < 1) {
            throw new IllegalArgumentException("timeouts, attempts and bounds must be positive");
        }
        gatewayUrl = gatewayUrl.replaceAll("/+$", "");
        customHeaders = Map.copyOf(customHeaders);
    }

    /** A gateway with the defaults: 30 s in all, 5 s for an attempt, 3 attempts, 64 connections, answers up to 4 MiB. */
    public static ProxyOptions of(String gatewayUrl, String apiKey) {
        return new ProxyOptions(
                gatewayUrl,
                new Secret(apiKey),
                Duration.ofSeconds(30),
                3,
                Map.of(),
                Duration.ofSeconds(5),
                64,
                4 * 1024 * 1024);
    }

    /** The same with another time for a whole call. */
    public ProxyOptions withTimeout(Duration whole) {
        return new ProxyOptions(
                gatewayUrl,
                apiKey,
                whole,
                retryAttempts,
                customHeaders,
                attemptTimeout,
                maxConnections,
                maxAnswerBytes);
    }

    /** The same with another number of attempts. */
    public ProxyOptions withRetryAttempts(int attempts) {
        return new ProxyOptions(
                gatewayUrl, apiKey, timeout, attempts, customHeaders, attemptTimeout, maxConnections, maxAnswerBytes);
    }

    /** The same with further headers. */
    public ProxyOptions withCustomHeaders(Map<String, String> headers) {
        return new ProxyOptions(
                gatewayUrl, apiKey, timeout, retryAttempts, headers, attemptTimeout, maxConnections, maxAnswerBytes);
    }

    /** The same with another time for one attempt. */
    public ProxyOptions withAttemptTimeout(Duration attempt) {
        return new ProxyOptions(
                gatewayUrl, apiKey, timeout, retryAttempts, customHeaders, attempt, maxConnections, maxAnswerBytes);
    }

    /** The same with other bounds. */
    public ProxyOptions withBounds(int connections, int answerBytes) {
        return new ProxyOptions(
                gatewayUrl, apiKey, timeout, retryAttempts, customHeaders, attemptTimeout, connections, answerBytes);
    }

    /** Without the key, and without the values of custom headers, which may be keys too. */
    @Override
    public String toString() {
        return "ProxyOptions[gatewayUrl=" + gatewayUrl + ", timeout=" + timeout + ", retryAttempts=" + retryAttempts
                + ", customHeaders=" + customHeaders.keySet() + "]";
    }
}
