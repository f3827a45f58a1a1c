package io.ws402.demo.cli;

import io.ws402.demo.wallet.CreditsWallet;
import io.ws402.demo.wallet.EvmWallet;
import io.ws402.demo.wallet.Wallet;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.WalletUtils;
import org.web3j.crypto.exception.CipherException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which key pays. Secrets come from the environment, a file or a prompt, never from the command line. */
final class PayerKey {
    static final String PRIVATE_KEY = "WS402_PRIVATE_KEY";
    static final String KEYSTORE_PASSWORD = "WS402_KEYSTORE_PASSWORD";
    static final String CREDITS_SECRET = "WS402_CREDITS_SECRET";
    static final String RPC_URL = "EVM_RPC_URL";

    private static final Pattern HEX_KEY = Pattern.compile("(0x)?[0-9a-fA-F]{64}");

    @Option(
            names = "--keystore",
            paramLabel = "FILE",
            description = "pay with the key in this encrypted keystore file; its password comes from "
                    + KEYSTORE_PASSWORD + " or is asked for")
    private @Nullable Path keystore;

    @Option(
            names = "--credits-account",
            paramLabel = "ACCOUNT",
            description = "pay from this account of credits; its secret comes from " + CREDITS_SECRET)
    private @Nullable String creditsAccount;

    @Option(
            names = "--rpc-url",
            paramLabel = "URL",
            description = "the EVM node to pay through (default: " + RPC_URL + ")")
    private @Nullable String rpcUrl;

    @Mixin
    private SolanaKey solana = new SolanaKey();

    /** The wallet that the options and the environment name; options go before the environment. */
    Wallet open(Map<String, String> environment) {
        if (creditsAccount != null) {
            return credits(creditsAccount, environment.get(CREDITS_SECRET));
        }
        if (solana.isAskedFor() || isForSolana(environment)) {
            return solana.open(environment);
        }
        Credentials credentials;
        if (keystore != null) {
            credentials = decrypted(keystore, password(environment));
        } else if (environment.containsKey(PRIVATE_KEY)) {
            credentials = plain(environment.get(PRIVATE_KEY));
        } else {
            throw new Problem(
                    ExitCodes.USAGE,
                    "no key to pay with: set " + PRIVATE_KEY + " or " + SolanaKey.KEY + ", or give --keystore FILE,"
                            + " --solana-keypair FILE, or --credits-account ACCOUNT with " + CREDITS_SECRET);
        }
        String url = rpcUrl != null ? rpcUrl : environment.get(RPC_URL);
        if (url == null || !url.matches("https?://.+")) {
            throw new Problem(
                    ExitCodes.USAGE,
                    "no EVM node to pay through: give --rpc-url URL or set " + RPC_URL + ", for example"
                            + " http://127.0.0.1:8545");
        }
        try {
            return EvmWallet.open(url, credentials);
        } catch (IOException e) {
            throw new Problem(
                    ExitCodes.UNAVAILABLE, "the EVM node at " + url + " does not answer (" + e.getMessage() + ")");
        }
    }

    private boolean isForSolana(Map<String, String> environment) {
        if (keystore != null || rpcUrl != null || !environment.containsKey(SolanaKey.KEY)) {
            return false;
        }
        if (environment.containsKey(PRIVATE_KEY)) {
            throw new Problem(
                    ExitCodes.USAGE,
                    "two keys to pay with, " + PRIVATE_KEY + " and " + SolanaKey.KEY
                            + ": say which by --rpc-url URL or --solana-rpc URL");
        }
        return true;
    }

    private static Wallet credits(String account, @Nullable String secret) {
        if (secret == null || !secret.matches("([0-9a-f]{2}){32,}")) {
            throw new Problem(
                    ExitCodes.USAGE,
                    CREDITS_SECRET + " must hold the account's secret, as the gateway showed it when the account was"
                            + " opened: 64 hexadecimal digits");
        }
        return new CreditsWallet(account, HexFormat.of().parseHex(secret));
    }

    private static Credentials plain(String key) {
        if (!HEX_KEY.matcher(key.strip()).matches()) {
            throw new Problem(
                    ExitCodes.USAGE, PRIVATE_KEY + " is not a private key: 64 hexadecimal digits are expected");
        }
        return Credentials.create(key.strip());
    }

    private static Credentials decrypted(Path file, String password) {
        if (!Files.isReadable(file)) {
            throw new Problem(ExitCodes.USAGE, "the keystore file " + file + " can not be read");
        }
        try {
            return WalletUtils.loadCredentials(password, file.toFile());
        } catch (IOException | CipherException | RuntimeException e) {
            throw new Problem(ExitCodes.USAGE, "the keystore file " + file + " does not open with this password");
        }
    }

    @SuppressWarnings("SystemConsoleNull")
    private static String password(Map<String, String> environment) {
        String password = environment.get(KEYSTORE_PASSWORD);
        if (password != null) {
            return password;
        }
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new Problem(
                    ExitCodes.USAGE, "no terminal to ask for the keystore's password: set " + KEYSTORE_PASSWORD);
        }
        char[] typed = console.readPassword("Password of the keystore: ");
        if (typed == null) {
            throw new Problem(ExitCodes.USAGE, "no password was given");
        }
        String text = new String(typed);
        Arrays.fill(typed, '\0');
        return text;
    }
}
