package io.ws402.gateway.session;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;

/**
 * Notes that a gateway is there. After a gap of more than a lease, in which every lease may have run out without anybody
 * being able to renew it, time begins anew for all of them. Gateways share one row.
 */
final class HeartbeatRepository {
    private static final String BEAT = """
            INSERT INTO gateway_heartbeat AS h (last_seen, available_since) VALUES (now(), now())
            ON CONFLICT (singleton) DO UPDATE SET
                available_since = CASE
                    WHEN h.last_seen + $1::bigint * interval '1 millisecond' < now() THEN now()
                    ELSE h.available_since END,
                last_seen = greatest(h.last_seen, now())""";

    private final Pool pool;
    private final LeasePolicy policy;

    HeartbeatRepository(Pool pool, LeasePolicy policy) {
        this.pool = pool;
        this.policy = policy;
    }

    Future<Void> beat() {
        return pool.preparedQuery(BEAT)
                .execute(Tuple.of(policy.lease().toMillis()))
                .mapEmpty();
    }
}
