package io.ws402.gateway.methods.evm.refund;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Gas limits between planning and signing, so that signing, which holds the sequence of the wallet, asks no node. What is
 * forgotten is estimated again. Thread-safe.
 */
final class GasLimits {
    private static final int MAX_ENTRIES = 4096;

    private final Map<String, Long> limits = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_ENTRIES;
        }
    };

    synchronized void remember(String refundId, long gasLimit) {
        limits.put(refundId, gasLimit);
    }

    synchronized OptionalLong take(String refundId) {
        Long limit = limits.remove(refundId);
        return limit == null ? OptionalLong.empty() : OptionalLong.of(limit);
    }
}
