package io.ws402.gateway.methods.solana.config;

import io.ws402.gateway.methods.config.PasswordReader;
import io.ws402.gateway.methods.config.Settings;
import io.ws402.gateway.methods.signing.Ed25519Signer;
import io.ws402.gateway.methods.signing.Environment;
import io.ws402.gateway.methods.signing.LocalEd25519Key;
import io.ws402.gateway.methods.signing.SigningException;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads {@code wallet} and where its key is: {@code keypairFile}, {@code keystore}, in development {@code privateKeyEnv},
 * or nowhere.
 */
final class WalletReader {
    private static final String WALLET = "wallet";
    private static final String KEYPAIR_FILE = "keypairFile";
    private static final String KEYSTORE = "keystore";
    private static final String PRIVATE_KEY_ENV = "privateKeyEnv";

    private final Environment environment;
    private final PasswordReader passwords;
    private final boolean development;

    WalletReader(Environment environment, boolean development) {
        this.environment = environment;
        this.passwords = new PasswordReader(environment);
        this.development = development;
    }

    Wallet read(Settings settings) {
        Optional<Ed25519Signer> signer = signer(settings);
        Optional<SolanaAddress> written = settings.text(WALLET).map(text -> address(settings, WALLET, text));
        Optional<SolanaAddress> signing = signer.map(key -> SolanaAddress.of(key.publicKey()));
        if (written.isEmpty() && signing.isEmpty()) {
            throw settings.complaint(
                    WALLET,
                    "is missing; write the address that payments go to, or a " + KEYPAIR_FILE + " with its key");
        }
        if (written.isPresent() && signing.isPresent() && !written.equals(signing)) {
            throw settings.complaint(
                    WALLET,
                    written.get() + " is not the address of its key, which is " + signing.get()
                            + "; refunds leave from where payments arrive, so leave one of them out");
        }
        return new Wallet(signing.or(() -> written).orElseThrow(), signer);
    }

    static SolanaAddress address(Settings settings, String key, String text) {
        return SolanaAddress.parse(text)
                .orElseThrow(() -> settings.complaint(
                        key, "'" + text + "' is not a Solana address in base58; copy it again from its source"));
    }

    private Optional<Ed25519Signer> signer(Settings settings) {
        Optional<Path> file = settings.file(KEYPAIR_FILE);
        Optional<PasswordReader.Locked> keystore = passwords.read(settings);
        Optional<String> variable = settings.text(PRIVATE_KEY_ENV);
        List<String> written = Stream.of(
                        file.map(any -> KEYPAIR_FILE),
                        keystore.map(any -> KEYSTORE),
                        variable.map(any -> PRIVATE_KEY_ENV))
                .flatMap(Optional::stream)
                .toList();
        if (written.size() > 1) {
            throw settings.complaint(
                    written.getLast(), "there is a " + written.getFirst() + " already; leave one of them out");
        }
        return file.map(path -> ofFile(settings, path))
                .or(() -> keystore.map(locked -> ofKeyStore(settings, locked)))
                .or(() -> variable.map(name -> ofEnvironment(settings, name)));
    }

    private static Ed25519Signer ofFile(Settings settings, Path path) {
        try {
            return LocalEd25519Key.ofFile(path);
        } catch (SigningException e) {
            throw settings.complaint(KEYPAIR_FILE, String.valueOf(e.getMessage()));
        }
    }

    private static Ed25519Signer ofKeyStore(Settings settings, PasswordReader.Locked keystore) {
        try {
            return LocalEd25519Key.ofKeyStore(keystore.file(), keystore.password());
        } catch (SigningException e) {
            throw settings.complaint(KEYSTORE, e.getMessage() + "; check the path and the password");
        }
    }

    private Ed25519Signer ofEnvironment(Settings settings, String variable) {
        if (!development) {
            throw settings.complaint(
                    PRIVATE_KEY_ENV,
                    "keys from the environment are for development; put the key into a file that only the gateway's user"
                            + " can read and name it as " + KEYPAIR_FILE + ", or start with --dev");
        }
        try {
            return LocalEd25519Key.ofEnvironment(variable, environment);
        } catch (SigningException e) {
            throw settings.complaint(PRIVATE_KEY_ENV, e.getMessage() + "; set it, or leave the key out");
        }
    }
}
