package io.ws402.gateway.methods.solana;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.AssetTrial;
import io.ws402.gateway.methods.GatewayOnChain;
import io.ws402.gateway.refund.SuspendedAssets;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.Verification;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a gateway does not take on: money beyond the cap that is not final, and what it could not give back. */
@ExtendWith(DatabaseExtension.class)
final class SolanaGuardsTest extends OwnCluster {
    private final Vertx vertx;
    private final Database database;
    private GatewayOnChain gateway;

    SolanaGuardsTest(Vertx vertx, Database database) {
        this.vertx = vertx;
        this.database = database;
        this.gateway = new GatewayOnChain(vertx, database, method);
    }

    @BeforeEach
    void aGatewayWithAFundedWallet() {
        devnet.usdc().mint(wallet, MILLION);
        devnet.chain().finalizeAll();
        gateway = new GatewayOnChain(vertx, database, method);
        look();
        assertEquals(List.of(), suspended());
    }

    @AfterEach
    void theLawHolds() {
        gateway.assertTheLawHolds();
    }

    private void look() {
        rail.waitForNextPoll();
        Await.of(gateway.rails.pass());
    }

    private List<String> suspended() {
        return Await.of(new SuspendedAssets(database).list()).stream()
                .map(each -> each.asset().value())
                .toList();
    }

    private String pay(Quote quote) {
        String signature = by(payer)
                .transferToken(
                        devnet.usdc(),
                        payer.address(),
                        wallet,
                        payer.address(),
                        quote.price().units(),
                        quote.reference())
                .send();
        rail.waitForNextPoll();
        return signature;
    }

    private void becomeFinal() {
        devnet.chain().finalizeAll();
        rail.waitForNextPoll();
        gateway.watchDeposits();
        gateway.workOnRefunds();
    }

    private String ourAccount() {
        return PayerTransaction.tokenAccount(devnet.usdc(), wallet).toBase58();
    }

    @Test
    void letsWaitWhatGoesBeyondTheExposureCapUntilEnoughIsFinal() {
        method = rail.open(rail.configuration()
                .put("exposure", new JsonObject().put("total", new JsonObject().put("USDC", "1.5"))));
        gateway = new GatewayOnChain(vertx, database, method);
        Quote first = gateway.quote("USDC", MILLION);
        gateway.claim(first, pay(first));
        Quote second = gateway.quote("USDC", MILLION);
        String paid = pay(second);
        assertEquals(
                Codes.PAYMENT_PENDING,
                assertInstanceOf(Verification.Pending.class, gateway.verify(second, paid))
                        .code());
        becomeFinal();
        gateway.claim(second, paid);
    }

    @Test
    void quotesNothingAndKeepsRefundsPlannedWhileTheWalletsTokenAccountIsFrozenAndGoesOnByItself() {
        Quote quote = gateway.quote("USDC", MILLION);
        SessionGrant grant = gateway.claim(quote, pay(quote));
        devnet.usdc().freeze(ourAccount());
        look();
        look();
        assertEquals(List.of(gateway.walletOf("USDC").asset().value()), suspended());
        assertEquals(
                Codes.ASSET_SUSPENDED,
                assertInstanceOf(QuoteOutcome.Refused.class, gateway.ask("USDC", MILLION))
                        .code());
        assertInstanceOf(QuoteOutcome.Quoted.class, gateway.ask("SOL", PRICE));
        assertInstanceOf(QuoteOutcome.Quoted.class, gateway.ask("FEET", MILLION));
        assertEquals(List.of(), gateway.checkpoint(grant, 500));
        gateway.settle(grant, 600);
        becomeFinal();
        becomeFinal();
        gateway.assertStates("settled", "ended closed", "planned", quote);

        devnet.usdc().thaw(ourAccount());
        look();
        assertEquals(List.of(), suspended());
        assertInstanceOf(QuoteOutcome.Quoted.class, gateway.ask("USDC", MILLION));
        becomeFinal();
        becomeFinal();
        gateway.assertStates("settled", "ended closed", "confirmed", quote);
    }

    @Test
    void blamesAFrozenRecipientAloneAndSuspendsNothing() {
        Quote quote = gateway.quote("USDC", MILLION);
        SessionGrant grant = gateway.claim(quote, pay(quote));
        devnet.usdc()
                .freeze(PayerTransaction.tokenAccount(devnet.usdc(), payer.address())
                        .toBase58());
        gateway.settle(grant, 600);
        becomeFinal();
        look();
        assertEquals(List.of(), suspended());
        gateway.assertStates("settled", "ended closed", "credited", quote);
    }

    @Test
    void doesNotTakeAWalletWithoutSolForOneThatATokenRefuses() {
        devnet.usdc().freeze(ourAccount());
        BigInteger all = devnet.chain().balance(wallet);
        BigInteger fee = BigInteger.valueOf(5_000);
        by(rail.wallet()).transfer(wallet, payer.address(), all.subtract(fee)).send();
        rail.waitForNextPoll();
        assertEquals(
                new AssetTrial.Unknown(),
                Await.of(method.refunds().trial(method.describe().asset("USDC").orElseThrow())));
    }
}
