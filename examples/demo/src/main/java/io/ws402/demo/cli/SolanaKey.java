package io.ws402.demo.cli;

import io.ws402.demo.wallet.SolanaWallet;
import io.ws402.demo.wallet.Wallet;
import io.ws402.gateway.methods.signing.Ed25519Signer;
import io.ws402.gateway.methods.signing.LocalEd25519Key;
import io.ws402.gateway.methods.signing.SigningException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which key pays on Solana, and through which node. */
final class SolanaKey {
    static final String KEY = "WS402_SOLANA_KEY";
    static final String RPC_URL = "SOLANA_RPC_URL";

    @Option(
            names = "--solana-keypair",
            paramLabel = "FILE",
            description = "pay on Solana with the key pair in this file: 64 numbers in brackets as solana-keygen writes"
                    + " them, or 64 bytes in base58; nobody but you may be able to read it")
    private @Nullable Path keypair;

    @Option(
            names = "--solana-rpc",
            paramLabel = "URL",
            description = "the Solana node to pay through (default: " + RPC_URL + ")")
    private @Nullable String rpcUrl;

    /** Whether an option says so. */
    boolean isAskedFor() {
        return keypair != null || rpcUrl != null;
    }

    /** The wallet that the options and the environment name. */
    Wallet open(Map<String, String> environment) {
        Ed25519Signer key = key(environment);
        String url = rpcUrl != null ? rpcUrl : environment.get(RPC_URL);
        if (url == null || !url.matches("https?://[^/\\s]+\\S*")) {
            throw new Problem(
                    ExitCodes.USAGE,
                    "no Solana node to pay through: give --solana-rpc URL or set " + RPC_URL + ", for example"
                            + " https://api.mainnet-beta.solana.com");
        }
        try {
            return SolanaWallet.open(url, key);
        } catch (IllegalArgumentException e) {
            throw new Problem(ExitCodes.USAGE, "the address of the Solana node is no URL");
        } catch (IOException e) {
            throw new Problem(ExitCodes.UNAVAILABLE, "the Solana node does not answer (" + e.getMessage() + ")");
        }
    }

    private Ed25519Signer key(Map<String, String> environment) {
        if (keypair == null && !environment.containsKey(KEY)) {
            throw new Problem(ExitCodes.USAGE, "no key to pay with: set " + KEY + ", or give --solana-keypair FILE");
        }
        try {
            return keypair != null
                    ? LocalEd25519Key.ofFile(keypair)
                    : LocalEd25519Key.ofEnvironment(KEY, environment::get);
        } catch (SigningException e) {
            throw new Problem(ExitCodes.USAGE, String.valueOf(e.getMessage()));
        }
    }
}
