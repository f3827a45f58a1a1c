package io.ws402.gateway.app.session;

import io.vertx.core.Future;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.app.http.Answer;
import io.ws402.gateway.app.http.Endpoints;
import io.ws402.gateway.app.http.Exchange;
import io.ws402.gateway.app.http.Problems;
import io.ws402.gateway.session.LeaseService;
import io.ws402.protocol.gateway.SessionsRecorded;
import io.ws402.protocol.gateway.SessionsReport;
import io.ws402.protocol.payment.CheckpointOutcome;
import io.ws402.protocol.payment.MeterReport;
import java.util.List;

/** {@code POST /api/sessions/checkpoint} and {@code /release}. Nothing is logged: every server calls every two seconds. */
public final class LeaseRoutes {
    private final LeaseService leases;

    /** Over the core's service. */
    public LeaseRoutes(LeaseService leases) {
        this.leases = leases;
    }

    /** Names the endpoints. */
    public void mount(Endpoints endpoints) {
        endpoints
                .on("checkpointSessions", exchange -> record(exchange, leases::checkpoint))
                .on("releaseSessions", exchange -> record(exchange, leases::release));
    }

    private interface Recording {
        Future<CheckpointOutcome> record(Caller caller, String serverId, List<MeterReport> reports);
    }

    private static Future<Answer> record(Exchange exchange, Recording recording) {
        SessionsReport report = SessionsReport.fromJson(exchange.body());
        return recording
                .record(exchange.caller(), report.serverId(), report.sessions())
                .map(outcome -> switch (outcome) {
                    case CheckpointOutcome.Recorded recorded -> {
                        long payments = report.sessions().stream()
                                .map(MeterReport::paymentId)
                                .distinct()
                                .count();
                        List<CheckpointOutcome.Over> over = recorded.over();
                        yield Answer.ok(
                                new SessionsRecorded(payments - over.size(), over, recorded.toppedUp()).toJson());
                    }
                    case CheckpointOutcome.Unavailable unavailable ->
                        Answer.problem(Problems.unavailable("unavailable", unavailable.reason()));
                });
    }
}
