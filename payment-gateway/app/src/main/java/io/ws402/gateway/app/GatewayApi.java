package io.ws402.gateway.app;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.ws402.gateway.app.config.GatewayConfig;
import io.ws402.gateway.app.contract.Contract;
import io.ws402.gateway.app.http.ApiRouter;
import io.ws402.gateway.app.http.ApiServices;
import io.ws402.gateway.app.http.Authentication;
import io.ws402.gateway.app.http.Endpoints;
import io.ws402.gateway.app.http.KeyRates;
import io.ws402.gateway.app.metrics.RequestMetrics;
import io.ws402.gateway.app.operator.AuditRoutes;
import io.ws402.gateway.app.operator.CreditsRoutes;
import io.ws402.gateway.app.operator.PayerCreditRoutes;
import io.ws402.gateway.app.operator.PendingRoutes;
import io.ws402.gateway.app.operator.WalletRoutes;
import io.ws402.gateway.app.payment.PaymentQueryRoutes;
import io.ws402.gateway.app.payment.QuoteRoutes;
import io.ws402.gateway.app.payment.SettlementRoutes;
import io.ws402.gateway.app.payment.TopUpRoutes;
import io.ws402.gateway.app.payment.VerifyRoutes;
import io.ws402.gateway.app.service.HealthRoutes;
import io.ws402.gateway.app.service.Readiness;
import io.ws402.gateway.app.service.ServiceRoutes;
import io.ws402.gateway.app.service.StatsRoutes;
import io.ws402.gateway.app.session.LeaseRoutes;
import io.ws402.gateway.app.session.ReceiptRoutes;
import io.ws402.gateway.app.session.SessionRoutes;
import io.ws402.gateway.app.session.TokenRoutes;
import io.ws402.gateway.app.storage.IdempotencyKeys;
import io.ws402.gateway.credits.CreditsRepository;
import io.ws402.gateway.refund.PayerCreditQueries;
import java.time.InstantSource;
import java.util.function.Supplier;

/** The endpoints of all features, and what every call goes through before it reaches one. */
final class GatewayApi {
    private final Contract contract = Contract.load();
    private final Endpoints endpoints = new Endpoints();
    private final ApiServices common;

    GatewayApi(
            GatewayServices services,
            GatewayConfig config,
            Readiness readiness,
            RequestMetrics requests,
            Supplier<String> metricsText) {
        this.common = new ApiServices(
                new Authentication(
                                services.apiKeys::authenticate, config.rates().failedLogins(), System::nanoTime)
                        .knowing(config.keys().server().reveal())
                        .knowing(config.keys().operator().reveal()),
                new KeyRates(
                        config.rates().payments(),
                        config.rates().sessions(),
                        config.rates().reads(),
                        System::nanoTime),
                new IdempotencyKeys(services.database),
                requests,
                ApiServices.BODY_DEADLINE);
        InstantSource clock = InstantSource.system();
        new QuoteRoutes(services.payments).mount(endpoints);
        new VerifyRoutes(services.payments, services.paymentQueries).mount(endpoints);
        new TopUpRoutes(services.payments).mount(endpoints);
        new SettlementRoutes(services.settlements, clock).mount(endpoints);
        new PaymentQueryRoutes(services.paymentQueries).mount(endpoints);
        new LeaseRoutes(services.leases).mount(endpoints);
        new SessionRoutes(services.leases, services.sessions, services.tokens).mount(endpoints);
        new ReceiptRoutes(services.receipts).mount(endpoints);
        new TokenRoutes(services.tokenRenewal).mount(endpoints);
        new PendingRoutes(services.paymentQueries, services.database).mount(endpoints);
        new PayerCreditRoutes(new PayerCreditQueries(services.database)).mount(endpoints);
        new WalletRoutes(services.wallets, services.exposures).mount(endpoints);
        new AuditRoutes(services.audit).mount(endpoints);
        new CreditsRoutes(new CreditsRepository(services.database.pool())).mount(endpoints);
        new HealthRoutes(readiness, services.methods, services.suspendedAssets, services.wallets::low, clock)
                .mount(endpoints);
        new StatsRoutes(services.methods, services.counters, services.database, requests::verifyTimes, clock)
                .mount(endpoints);
        new ServiceRoutes(
                        services.methods,
                        services.suspendedAssets,
                        contract.document(),
                        services.tokens.jwks(),
                        metricsText)
                .mount(endpoints);
    }

    Router router(Vertx vertx) {
        return ApiRouter.create(vertx, contract, endpoints, common);
    }
}
