package io.ws402.gateway.app;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.gateway.app.testing.Eventually;
import io.ws402.gateway.app.testing.GatewayClient;
import io.ws402.gateway.app.testing.GatewayExtension;
import io.ws402.gateway.app.testing.Payer;
import io.ws402.gateway.app.testing.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(GatewayExtension.class)
final class MetricsTest {
    private final GatewayClient server;

    MetricsTest(GatewayClient server) {
        this.server = server;
    }

    @Test
    void showsWhatOperatorsWatch() {
        Payer.with(server, 300).session("ses_measured");
        Eventually.holds(() -> server.get("/metrics").text().contains("ws402_gateway_ledger_law_holds 1.0"));
        Eventually.holds(() -> server.get("/metrics").text().contains("ws402_gateway_reconciliation_difference{"));
        String metrics = server.as(null).get("/metrics").text();
        for (String name : new String[] {
            "ws402_gateway_verify_seconds{quantile=\"0.99\"}",
            "ws402_gateway_verify_seconds_count 1",
            "ws402_gateway_verifications_total{outcome=\"accepted\"} 1.0",
            "ws402_gateway_requests_seconds_count{operation=\"verifyPayment\",status=\"200\"} 1",
            "ws402_gateway_refunds_pending",
            "ws402_gateway_refunds_awaiting_operator",
            "ws402_gateway_refunds_oldest_age_seconds",
            "ws402_gateway_collections_pending",
            "ws402_gateway_collections_awaiting_operator",
            "ws402_gateway_collections_oldest_age_seconds",
            "ws402_gateway_sessions_held",
            "ws402_gateway_ledger_audit_age_seconds",
            "ws402_gateway_database_connections"
        }) {
            assertTrue(metrics.contains(name), name);
        }
        assertFalse(metrics.contains(TestKeys.SERVER));
    }
}
