package io.ws402.gateway.methods.rpc;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets what was used longest ago. Not thread-safe by itself. */
public final class RecentlyUsed<K, V> extends LinkedHashMap<K, V> {
    private final int maxEntries;

    /** @param maxEntries how many it remembers */
    public RecentlyUsed(int maxEntries) {
        super(16, 0.75f, true);
        this.maxEntries = maxEntries;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > maxEntries;
    }
}
