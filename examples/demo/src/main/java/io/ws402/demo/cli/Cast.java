package io.ws402.demo.cli;

import io.ws402.demo.story.Narrator;
import io.ws402.demo.story.Story;
import io.ws402.demo.story.Terminal;
import io.ws402.demo.system.DemoSystem;
import io.ws402.demo.system.Endpoints;
import io.ws402.demo.system.GatewaySetup;
import io.ws402.demo.wallet.CreditsWallet;
import io.ws402.demo.wallet.EvmWallet;
import io.ws402.demo.wallet.Wallet;
import io.ws402.devnet.Anvil;
import io.ws402.devnet.EvmDevnet;
import io.ws402.devnet.TestToken;
import io.ws402.gateway.credits.CreditsMethod;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import java.io.IOException;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.web3j.crypto.Credentials;

/**
 * Who pays whom with what in the story: ETH and USDC where there is a chain, credits where there is none.
 *
 * @param chapters the sessions, in order
 * @param networkCoin what the payer pays the network with; null where there is none
 */
record Cast(
        List<Story.Chapter> chapters,
        @Nullable EvmWallet evmWallet,
        @Nullable Asset networkCoin) implements AutoCloseable {
    private static final String RESOURCE = "ticker";

    static Cast of(DemoSystem.Running system) throws IOException {
        return system.ground().chain().isPresent()
                ? onChain(system, system.ground().chain().get())
                : onCredits(system);
    }

    private static Cast onChain(DemoSystem.Running system, EvmDevnet chain) throws IOException {
        Credentials key =
                Credentials.create(system.ground().accounts().getFirst().privateKey());
        EvmWallet wallet = EvmWallet.open(chain.anvil().rpcUrl(), key);
        AssetId usdcId = new AssetId(
                "eip155:" + Anvil.CHAIN_ID + "/erc20:" + chain.usdc().address().toLowerCase(Locale.ROOT));
        Asset usdc = new Asset(usdcId, "USDC", TestToken.DECIMALS);
        return new Cast(
                List.of(
                        chapter(system, 0, "ETH", wallet, GatewaySetup.METHOD, wallet.coin(), wallet.coin()),
                        chapter(system, 1, "USDC", wallet, GatewaySetup.METHOD, usdc, wallet.coin())),
                wallet,
                wallet.coin());
    }

    private static Cast onCredits(DemoSystem.Running system) {
        Endpoints.CreditAccount account = system.endpoints().creditAccounts().getFirst();
        byte[] secret = HexFormat.of().parseHex(account.secret());
        Wallet wallet = new CreditsWallet(account.account(), secret, system.operator()::creditBalance);
        Asset credit = CreditsMethod.CREDIT;
        return new Cast(
                List.of(
                        chapter(system, 0, "Credits", wallet, CreditsMethod.ID, credit, null),
                        chapter(system, 1, "Credits", wallet, CreditsMethod.ID, credit, null)),
                null,
                null);
    }

    private static Story.Chapter chapter(
            DemoSystem.Running system,
            int server,
            String what,
            Wallet wallet,
            String method,
            Asset asset,
            @Nullable Asset networkCoin) {
        URI url = system.endpoints().servers().get(server);
        List<URI> others = system.endpoints().servers().stream()
                .filter(other -> !other.equals(url))
                .toList();
        String title = what + " on server " + (server + 1) + ": " + url + "/ws402/" + RESOURCE;
        return new Story.Chapter(title, url, others, RESOURCE, wallet, method, asset, networkCoin);
    }

    Narrator narrator(Terminal terminal) {
        return new Narrator(terminal, networkCoin);
    }

    @Override
    public void close() {
        if (evmWallet != null) {
            evmWallet.close();
        }
    }
}
