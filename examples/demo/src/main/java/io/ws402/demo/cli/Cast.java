package io.ws402.demo.cli;

import io.ws402.demo.story.Story;
import io.ws402.demo.system.DemoSystem;
import io.ws402.demo.system.Endpoints;
import io.ws402.demo.system.GatewaySetup;
import io.ws402.demo.wallet.CreditsWallet;
import io.ws402.demo.wallet.EvmWallet;
import io.ws402.demo.wallet.SolanaWallet;
import io.ws402.demo.wallet.Wallet;
import io.ws402.devnet.Anvil;
import io.ws402.devnet.EvmDevnet;
import io.ws402.devnet.SolanaDevnet;
import io.ws402.devnet.SplToken;
import io.ws402.devnet.TestToken;
import io.ws402.gateway.credits.CreditsMethod;
import io.ws402.gateway.methods.signing.LocalEd25519Key;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.web3j.crypto.Credentials;

/**
 * Who pays whom with what in the story: ETH and USDC where there is an EVM chain, credits where there is none, then SOL and
 * USDC where there is a Solana chain.
 *
 * @param chapters the sessions, in order
 */
record Cast(List<Story.Chapter> chapters) implements AutoCloseable {
    private static final String RESOURCE = "ticker";

    /** @throws IOException when a chain does not answer */
    static Cast of(DemoSystem.Running system) throws IOException {
        List<Story.Chapter> chapters = new ArrayList<>();
        Cast cast = new Cast(chapters);
        try {
            chapters.addAll(
                    system.ground().chain().isPresent()
                            ? onChain(system, system.ground().chain().get())
                            : onCredits(system));
            if (system.solana().chain().isPresent()) {
                chapters.addAll(onSolana(system, system.solana().chain().get()));
            }
            return cast;
        } catch (IOException e) {
            cast.close();
            throw e;
        }
    }

    private static List<Story.Chapter> onChain(DemoSystem.Running system, EvmDevnet chain) throws IOException {
        Credentials key =
                Credentials.create(system.ground().accounts().getFirst().privateKey());
        EvmWallet wallet = EvmWallet.open(chain.anvil().rpcUrl(), key);
        AssetId usdcId = new AssetId(
                "eip155:" + Anvil.CHAIN_ID + "/erc20:" + chain.usdc().address().toLowerCase(Locale.ROOT));
        Asset usdc = new Asset(usdcId, "USDC", TestToken.DECIMALS);
        return List.of(
                chapter(system, 0, "ETH", wallet, GatewaySetup.METHOD, wallet.coin()),
                chapter(system, 1, "USDC", wallet, GatewaySetup.METHOD, usdc));
    }

    private static List<Story.Chapter> onCredits(DemoSystem.Running system) {
        Endpoints.CreditAccount account = system.endpoints().creditAccounts().getFirst();
        byte[] secret = HexFormat.of().parseHex(account.secret());
        Wallet wallet = new CreditsWallet(account.account(), secret, system.operator()::creditBalance);
        Asset credit = CreditsMethod.CREDIT;
        return List.of(
                chapter(system, 0, "Credits", wallet, CreditsMethod.ID, credit),
                chapter(system, 1, "Credits", wallet, CreditsMethod.ID, credit));
    }

    private static List<Story.Chapter> onSolana(DemoSystem.Running system, SolanaDevnet chain) throws IOException {
        String key = system.solana().accounts().getFirst().secretKey();
        SolanaWallet wallet =
                SolanaWallet.open(chain.chain().rpcUrl(), LocalEd25519Key.of(key, "the account of the story"));
        AssetId usdcId = new AssetId(
                wallet.coin().id().chain() + "/token:" + chain.usdc().mint());
        Asset usdc = new Asset(usdcId, "USDC", SplToken.DECIMALS);
        return List.of(
                chapter(system, 0, "SOL", wallet, GatewaySetup.SOLANA_METHOD, wallet.coin()),
                chapter(system, 1, "USDC-SPL", wallet, GatewaySetup.SOLANA_METHOD, usdc));
    }

    private static Story.Chapter chapter(
            DemoSystem.Running system, int server, String what, Wallet wallet, String method, Asset asset) {
        URI url = system.endpoints().servers().get(server);
        List<URI> others = system.endpoints().servers().stream()
                .filter(other -> !other.equals(url))
                .toList();
        String title = what + " on server " + (server + 1) + ": " + url + "/ws402/" + RESOURCE;
        return new Story.Chapter(title, url, others, RESOURCE, wallet, method, asset);
    }

    /** Lets go of the wallets; of one that several chapters have, more than once, which does no harm. */
    @Override
    public void close() {
        chapters.forEach(chapter -> chapter.wallet().close());
    }
}
