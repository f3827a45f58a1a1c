package io.ws402.gateway.methods.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.ws402.gateway.methods.GatewayOnChain;
import io.ws402.gateway.refund.SuspendedAssets;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.SessionGrant;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of an asset while its token can not be sent to anybody. */
@ExtendWith(DatabaseExtension.class)
final class SuspendedAssetTest extends OwnChain {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    private final Vertx vertx;
    private final Database database;
    private GatewayOnChain gateway;

    SuspendedAssetTest(Vertx vertx, Database database) {
        this.vertx = vertx;
        this.database = database;
        this.gateway = new GatewayOnChain(vertx, database, method);
    }

    @BeforeEach
    void aGateway() {
        gateway = new GatewayOnChain(vertx, database, method);
        look(gateway);
        assertEquals(List.of(), suspended());
    }

    @AfterEach
    void theTokenWorksAndTheLawHolds() {
        devnet.usdc().unpause();
        devnet.usdc().unBlacklist(rail.wallet().address());
        gateway.assertTheLawHolds();
    }

    private static void look(GatewayOnChain gateway) {
        Await.of(gateway.rails.pass());
    }

    private List<String> suspended() {
        return Await.of(new SuspendedAssets(database).list()).stream()
                .map(each -> each.asset().value())
                .toList();
    }

    private SessionGrant claimed(Quote quote) {
        return gateway.claim(
                quote,
                devnet.usdc()
                        .transfer(
                                payer,
                                method.describe().recipient(),
                                quote.price().units()));
    }

    private void becomeFinal() {
        devnet.anvil().mine(1);
        gateway.watchDeposits();
        gateway.workOnRefunds();
    }

    private void assertSuspended() {
        assertEquals(List.of(gateway.walletOf("USDC").asset().value()), suspended());
        assertEquals(
                Codes.ASSET_SUSPENDED,
                assertInstanceOf(QuoteOutcome.Refused.class, gateway.ask("USDC", MILLION))
                        .code());
        assertInstanceOf(QuoteOutcome.Quoted.class, gateway.ask("ETH", PRICE));
        assertInstanceOf(QuoteOutcome.Quoted.class, gateway.ask("USDT", MILLION));
    }

    @Test
    void quotesNothingAndKeepsRefundsPlannedWhileATokenIsPausedAndGoesOnByItself() {
        Quote quote = gateway.quote("USDC", MILLION);
        SessionGrant grant = claimed(quote);
        devnet.usdc().pause();
        look(gateway);
        look(gateway);
        assertSuspended();
        assertEquals(
                1, gateway.meters.get("ws402.gateway.asset.suspended").gauge().value());
        assertEquals(List.of(), gateway.checkpoint(grant, 500));
        gateway.settle(grant, 600);
        becomeFinal();
        becomeFinal();
        gateway.assertStates("settled", "ended closed", "planned", quote);

        GatewayOnChain restarted = gateway.over(database);
        assertEquals(
                Codes.ASSET_SUSPENDED,
                assertInstanceOf(QuoteOutcome.Refused.class, restarted.ask("USDC", MILLION))
                        .code());
        devnet.usdc().unpause();
        look(restarted);
        assertEquals(List.of(), suspended());
        assertInstanceOf(QuoteOutcome.Quoted.class, gateway.ask("USDC", MILLION));
        becomeFinal();
        becomeFinal();
        gateway.assertStates("settled", "ended closed", "confirmed", quote);
        assertEquals(
                "asset.suspended asset.resumed",
                gateway.value(
                        "SELECT string_agg(topic, ' ' ORDER BY id) FROM outbox WHERE topic LIKE 'asset.%' AND id >"
                                + " (SELECT min(id) FROM outbox WHERE subject = $1)",
                        quote.paymentId()));
    }

    @Test
    void suspendsATokenThatBlacklistsOurWallet() {
        devnet.usdc().blacklist(rail.wallet().address());
        look(gateway);
        assertSuspended();
        devnet.usdc().unBlacklist(rail.wallet().address());
        look(gateway);
        assertEquals(List.of(), suspended());
    }

    @Test
    void blamesARefusedRecipientAloneAndSuspendsNothing() {
        Quote quote = gateway.quote("USDC", MILLION);
        SessionGrant grant = claimed(quote);
        devnet.usdc().blacklist(payer.address());
        gateway.settle(grant, 600);
        becomeFinal();
        look(gateway);
        assertEquals(List.of(), suspended());
        gateway.assertStates("settled", "ended closed", "credited", quote);
        assertTrue(gateway.value("SELECT reason FROM refunds WHERE payment_id = $1", quote.paymentId())
                .contains("blacklisted"));
    }
}
