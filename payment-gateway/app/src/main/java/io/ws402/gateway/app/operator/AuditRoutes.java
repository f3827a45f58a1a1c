package io.ws402.gateway.app.operator;

import io.ws402.gateway.app.http.Answer;
import io.ws402.gateway.app.http.Endpoints;
import io.ws402.gateway.ledger.LedgerAudit;

/** {@code GET /api/audit}: the ledger's law, now, over all merchants. */
public final class AuditRoutes {
    private final LedgerAudit audit;

    /** Over the core's audit. */
    public AuditRoutes(LedgerAudit audit) {
        this.audit = audit;
    }

    /** Names the endpoints. */
    public void mount(Endpoints endpoints) {
        endpoints.on("auditLedger", exchange -> audit.run().map(report -> Answer.ok(report.toJson())));
    }
}
