package io.ws402.gateway.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.ws402.gateway.access.ApiKeys;
import io.ws402.gateway.access.KeyFile;
import io.ws402.gateway.access.SessionTokens;
import io.ws402.gateway.access.TokenKey;
import io.ws402.gateway.app.config.GatewayConfig;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.ledger.LedgerAudit;
import io.ws402.gateway.method.MethodContext;
import io.ws402.gateway.method.MethodRegistry;
import io.ws402.gateway.outbox.Outbox;
import io.ws402.gateway.payment.ExposureQueries;
import io.ws402.gateway.payment.PaymentQueries;
import io.ws402.gateway.payment.PaymentService;
import io.ws402.gateway.payment.VerifyCounters;
import io.ws402.gateway.receipt.ReceiptSigner;
import io.ws402.gateway.receipt.Receipts;
import io.ws402.gateway.refund.CreditPayouts;
import io.ws402.gateway.refund.RailWatch;
import io.ws402.gateway.refund.RefundEngine;
import io.ws402.gateway.refund.RefundPolicy;
import io.ws402.gateway.refund.RefundWorker;
import io.ws402.gateway.refund.SuspendedAssets;
import io.ws402.gateway.refund.TransferRails;
import io.ws402.gateway.session.LeaseReaper;
import io.ws402.gateway.session.LeaseService;
import io.ws402.gateway.session.SessionGrants;
import io.ws402.gateway.session.SessionQueries;
import io.ws402.gateway.session.SettlementService;
import io.ws402.gateway.session.TokenRenewal;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.Identifiers;
import io.ws402.gateway.wallet.WalletComparison;
import io.ws402.gateway.wallet.WalletWatch;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/** The core's services over one database, made once and shared by every event loop. */
final class GatewayServices {
    final Database database;
    final Identifiers identifiers;
    final MethodRegistry methods;
    final ApiKeys apiKeys;
    final SessionTokens tokens;
    final VerifyCounters counters;
    final PaymentService payments;
    final PaymentQueries paymentQueries;
    final LeaseService leases;
    final TokenRenewal tokenRenewal;
    final SettlementService settlements;
    final SessionQueries sessions;
    final Receipts receipts;
    final LeaseReaper reaper;
    final RefundWorker refunds;
    final CreditPayouts payouts;
    final RailWatch rails;
    final SuspendedAssets suspendedAssets;
    final LedgerAudit audit;
    final WalletWatch wallets;
    final ExposureQueries exposures;

    /** @throws io.ws402.gateway.method.MethodConfigurationException when the methods' section can not be used */
    GatewayServices(
            Vertx vertx,
            GatewayConfig config,
            Database database,
            TokenKey tokenKey,
            Optional<KeyFile> receiptKeys,
            MeterRegistry meters) {
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        Identifiers identifiers = Identifiers.system();
        Ledger ledger = new Ledger();
        Outbox outbox = new Outbox();
        this.database = database;
        this.identifiers = identifiers;
        this.methods = MethodRegistry.load(
                config.methods(),
                new MethodContext(vertx, database.pool(), clock, config.development()),
                config.defaultMethod().orElse(null));
        this.apiKeys = new ApiKeys(database, identifiers, random, System::nanoTime);
        this.tokens = new SessionTokens(vertx, tokenKey, clock);
        this.counters = new VerifyCounters(meters);
        SessionGrants grants = new SessionGrants(tokens);
        this.payments = new PaymentService(
                config.quotes(), config.leases(), database, methods, grants, identifiers, random, counters);
        this.paymentQueries = new PaymentQueries(database);
        this.leases = new LeaseService(database, tokens, grants, config.leases());
        this.tokenRenewal = new TokenRenewal(database, tokens, config.leases());
        this.sessions = new SessionQueries(database);
        this.receipts = new Receipts(database, receiptKeys.map(keys -> new ReceiptSigner(vertx, keys)));
        TransferRails transferRails = TransferRails.of(methods);
        RefundEngine engine =
                new RefundEngine(database, ledger, outbox, transferRails, RefundPolicy.DEFAULT, random, meters);
        this.refunds = new RefundWorker(vertx, engine, RefundPolicy.DEFAULT);
        this.payouts =
                new CreditPayouts(database, transferRails::refunds, RefundPolicy.DEFAULT, identifiers, refunds::wake);
        this.suspendedAssets = new SuspendedAssets(database);
        this.rails = new RailWatch(database, methods, engine, meters);
        this.settlements = new SettlementService(database, ledger, outbox, identifiers, config.leases(), refunds::wake);
        this.reaper = new LeaseReaper(vertx, database, ledger, outbox, identifiers, config.leases(), refunds::wake);
        this.audit = new LedgerAudit(database);
        this.wallets = new WalletWatch(
                new WalletComparison(database, ledger, methods), config.reconciliationInterval(), meters);
        this.exposures = new ExposureQueries(database, methods);
    }
}
