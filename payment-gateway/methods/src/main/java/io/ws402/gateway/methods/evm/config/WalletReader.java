package io.ws402.gateway.methods.evm.config;

import io.ws402.gateway.methods.config.PasswordReader;
import io.ws402.gateway.methods.config.Settings;
import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.signing.Environment;
import io.ws402.gateway.methods.signing.EnvironmentKeySigner;
import io.ws402.gateway.methods.signing.KeyStoreSigner;
import io.ws402.gateway.methods.signing.Signer;
import io.ws402.gateway.methods.signing.SigningException;
import java.util.Optional;

/** Reads {@code wallet} and where its key is: {@code keystore}, in development {@code privateKeyEnv}, or nowhere. */
final class WalletReader {
    private static final String WALLET = "wallet";
    private static final String KEYSTORE = "keystore";
    private static final String PASSWORD_FILE = "passwordFile";
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
        Optional<Signer> signer = signer(settings);
        Optional<EvmAddress> written = settings.text(WALLET).map(text -> address(settings, WALLET, text));
        Optional<EvmAddress> signing = signer.map(key -> EvmAddress.parse(key.address()));
        if (written.isEmpty() && signing.isEmpty()) {
            throw settings.complaint(
                    WALLET, "is missing; write the address that payments go to, or a keystore with its key");
        }
        if (written.isPresent() && signing.isPresent() && !written.equals(signing)) {
            throw settings.complaint(
                    WALLET,
                    written.get() + " is not the address of its key, which is " + signing.get()
                            + "; refunds leave from where payments arrive, so leave one of them out");
        }
        return new Wallet(signing.or(() -> written).orElseThrow(), signer);
    }

    static EvmAddress address(Settings settings, String key, String text) {
        try {
            return EvmAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw settings.complaint(key, e.getMessage() + "; copy it again from its source");
        }
    }

    private Optional<Signer> signer(Settings settings) {
        Optional<PasswordReader.Locked> keystore = passwords.read(settings);
        Optional<String> variable = settings.text(PRIVATE_KEY_ENV);
        if (keystore.isPresent() && variable.isPresent()) {
            throw settings.complaint(PRIVATE_KEY_ENV, "there is a " + KEYSTORE + " already; leave one of them out");
        }
        if (keystore.isPresent()) {
            return Optional.of(open(settings, keystore.get()));
        }
        return variable.map(name -> fromEnvironment(settings, name));
    }

    private Signer open(Settings settings, PasswordReader.Locked keystore) {
        try {
            return KeyStoreSigner.open(keystore.file(), keystore.password());
        } catch (SigningException e) {
            throw settings.complaint(KEYSTORE, e.getMessage() + "; check the path and the password");
        }
    }

    private Signer fromEnvironment(Settings settings, String variable) {
        if (!development) {
            throw settings.complaint(
                    PRIVATE_KEY_ENV,
                    "keys from the environment are for development; put the key into an encrypted file and name it as "
                            + KEYSTORE + " with " + PASSWORD_FILE + ", or start with --dev");
        }
        try {
            return EnvironmentKeySigner.read(variable, environment);
        } catch (SigningException e) {
            throw settings.complaint(PRIVATE_KEY_ENV, e.getMessage() + "; set it, or leave the key out");
        }
    }
}
