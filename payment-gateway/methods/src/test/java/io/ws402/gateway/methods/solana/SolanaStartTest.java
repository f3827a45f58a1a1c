package io.ws402.gateway.methods.solana;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.devnet.SolanaAccount;
import io.ws402.devnet.SplToken;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.method.QuoteOrder;
import io.ws402.gateway.storage.Await;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SolanaStartTest extends OwnCluster {
    private JsonObject with(JsonObject token) {
        return rail.configuration().put("tokens", new JsonArray().add(token));
    }

    private String refusal(JsonObject cluster) {
        return String.valueOf(Await.failureOf(rail.create(cluster).start()).getMessage());
    }

    private PaymentMethod keyless(SolanaAccount owner, SplToken token) {
        JsonObject cluster = with(SolanaRail.token("NEW", token)).put("wallet", owner.address());
        cluster.remove("privateKeyEnv");
        return rail.open(cluster);
    }

    private static QuoteOrder order(PaymentMethod method) {
        return new QuoteOrder(
                "pay_1",
                method.newReference(new SecureRandom()),
                "ticker",
                new io.ws402.protocol.money.Money(method.describe().asset("NEW").orElseThrow(), BigInteger.TEN),
                STANDS,
                STANDS);
    }

    @Test
    void makesTheWalletsTokenAccountsThatAreMissing() {
        SplToken token = SplToken.deployUsdc(devnet.chain());
        SplToken another = SplToken.deployUsdc(devnet.chain());
        PaymentMethod opened = rail.open(rail.configuration()
                .put(
                        "tokens",
                        new JsonArray().add(SolanaRail.token("NEW", token)).add(SolanaRail.token("OTHER", another))));
        String account = PayerTransaction.tokenAccount(token, wallet).toBase58();
        assertEquals(
                token.programId(),
                devnet.chain()
                        .call(
                                "getAccountInfo",
                                account,
                                java.util.Map.of("encoding", "base64", "commitment", "confirmed"))
                        .at("/value/owner")
                        .asText());
        assertTrue(Await.of(opened.quote(order(opened))).paymentUri().contains(token.mint()));
        assertFalse(Await.of(opened.health()).detail().contains("spl-token"));
    }

    @Test
    void quotesNoTokenWhoseAccountNobodyHasMadeAndSaysWhatToDo() {
        SplToken token = SplToken.deployUsdc(devnet.chain());
        SolanaAccount owner = rail.funded();
        PaymentMethod method = keyless(owner, token);
        String refusal =
                String.valueOf(Await.failureOf(method.quote(order(method))).getMessage());
        assertTrue(refusal.contains("spl-token create-account " + token.mint()), refusal);
        assertTrue(Await.of(method.health()).detail().contains("spl-token create-account"));

        token.mint(owner.address(), BigInteger.ZERO);
        rail.waitForNextPoll();
        Await.of(method.quote(order(method)));
        assertFalse(Await.of(method.health()).detail().contains("spl-token"));
    }

    @ParameterizedTest
    @CsvSource({
        "transferHook, another program",
        "permanentDelegate, from every account",
        "nonTransferable, can not be transferred",
        "frozenByDefault, frozen"
    })
    void takesNoTokenWhoseArrivalNobodyCanRelyOn(String extension, String words) {
        SplToken token = SplToken.deployWithExtension(devnet.chain(), extension);
        String refusal = refusal(with(SolanaRail.token("X", token).put("program", "token-2022")));
        assertTrue(refusal.startsWith("solana[0].tokens: X: ") && refusal.contains(words), refusal);
    }

    @Test
    void takesNoTokenThatIsNotWhatIsConfigured() {
        JsonObject usdc = SolanaRail.token("USDC", devnet.usdc());
        String decimals = refusal(with(usdc.copy().put("decimals", 9)));
        assertTrue(decimals.contains("has 6 decimals"), decimals);
        String program = refusal(with(usdc.copy().put("program", "token-2022")));
        assertTrue(program.contains("write program: token"), program);
        String noMint = refusal(with(usdc.copy().put("mint", payer.address())));
        assertTrue(noMint.contains("is not a token's mint"), noMint);
        String nothing = refusal(with(usdc.copy().put("mint", "4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T")));
        assertTrue(nothing.contains("there is no mint"), nothing);
    }

    @Test
    void doesNotStartOnAnotherCluster() {
        String refusal =
                refusal(rail.configuration().put("genesisHash", "9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin"));
        assertTrue(refusal.contains("solana[0]") && refusal.contains("9xQeWvG816bUx9EPjHmaT23yvVM2ZWbr"), refusal);
    }
}
