package io.ws402.demo.system;

import io.ws402.gateway.process.LocalPort;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** The TCP ports of everything the demo starts, all on 127.0.0.1. */
public record Ports(int gateway, int firstServer, int secondServer, int chain, int database, int solana) {
    /** The port of the gateway where nothing else is said; the others follow it. */
    public static final int DEFAULT_BASE = 4029;

    private static final int COUNT = 6;

    /**
     * The gateway at {@code base}; the servers, the EVM chain, the database and the Solana chain at the next five.
     *
     * @throws IllegalArgumentException when that is not a range of ordinary ports
     */
    public static Ports from(int base) {
        if (base < 1024 || base + COUNT - 1 > 65_535) {
            throw new IllegalArgumentException("the first port must be from 1024 to " + (65_535 - COUNT + 1)
                    + ", since " + COUNT + " in a row are used; " + base + " is not");
        }
        return new Ports(base, base + 1, base + 2, base + 3, base + 4, base + 5);
    }

    /** Ports that nobody listens on now, for tests. */
    public static Ports free() {
        return new Ports(
                LocalPort.free().number(),
                LocalPort.free().number(),
                LocalPort.free().number(),
                LocalPort.free().number(),
                LocalPort.free().number(),
                LocalPort.free().number());
    }

    /**
     * Looks whether all are free, so that nothing is started in vain.
     *
     * @throws SystemException naming every port that is in use
     */
    public void requireFree() {
        SequencedMap<String, Integer> all = new LinkedHashMap<>();
        all.put("the gateway", gateway);
        all.put("server 1", firstServer);
        all.put("server 2", secondServer);
        all.put("the EVM chain", chain);
        all.put("PostgreSQL", database);
        all.put("the Solana chain", solana);
        requireFree(all);
    }

    static void requireFree(Map<String, Integer> ports) {
        String taken = ports.entrySet().stream()
                .filter(port -> !new LocalPort(port.getValue()).isFree())
                .map(port -> port.getValue() + " (for " + port.getKey() + ")")
                .collect(Collectors.joining(", "));
        if (!taken.isEmpty()) {
            throw new SystemException("in use on this machine: port " + taken
                    + "; stop what listens there, or choose other ports with --port-base N");
        }
    }
}
