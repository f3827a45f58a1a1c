package io.ws402.gateway.methods.evm.config;

import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.signing.Environment;
import io.ws402.gateway.methods.signing.EnvironmentKeySigner;
import io.ws402.gateway.methods.signing.KeyStoreSigner;
import io.ws402.gateway.methods.signing.Signer;
import io.ws402.gateway.methods.signing.SigningException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code wallet} and where its key is: {@code keystore}, in development {@code privateKeyEnv}, or nowhere. */
final class WalletReader {
    private static final String WALLET = "wallet";
    private static final String KEYSTORE = "keystore";
    private static final String PASSWORD_FILE = "passwordFile";
    private static final String PASSWORD_ENV = "passwordEnv";
    private static final String PRIVATE_KEY_ENV = "privateKeyEnv";
    private static final int MAX_PASSWORD_BYTES = 4096;

    private final Environment environment;
    private final boolean development;

    WalletReader(Environment environment, boolean development) {
        this.environment = environment;
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
        Optional<String> keystore = settings.text(KEYSTORE);
        Optional<String> passwordFile = settings.text(PASSWORD_FILE);
        Optional<String> passwordEnv = settings.text(PASSWORD_ENV);
        Optional<String> variable = settings.text(PRIVATE_KEY_ENV);
        if (keystore.isPresent() && variable.isPresent()) {
            throw settings.complaint(PRIVATE_KEY_ENV, "there is a " + KEYSTORE + " already; leave one of them out");
        }
        if (keystore.isEmpty() && (passwordFile.isPresent() || passwordEnv.isPresent())) {
            throw settings.complaint(KEYSTORE, "is missing, but there is a password for it; write the file's path");
        }
        if (keystore.isPresent()) {
            String password = password(settings, passwordFile.orElse(null), passwordEnv.orElse(null));
            return Optional.of(open(settings, keystore.get(), password));
        }
        return variable.map(name -> fromEnvironment(settings, name));
    }

    private Signer open(Settings settings, String file, String password) {
        try {
            return KeyStoreSigner.open(Path.of(file), password);
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

    private String password(Settings settings, @Nullable String file, @Nullable String variable) {
        if ((file == null) == (variable == null)) {
            throw settings.complaint(
                    PASSWORD_FILE, "a " + KEYSTORE + " needs either " + PASSWORD_FILE + " or " + PASSWORD_ENV);
        }
        return file != null ? passwordIn(settings, file) : passwordOf(settings, variable);
    }

    private static String passwordIn(Settings settings, String file) {
        try {
            Path path = Path.of(file);
            if (Files.size(path) <= MAX_PASSWORD_BYTES) {
                return Files.readString(path).replaceFirst("\\R\\z", "");
            }
            throw settings.complaint(PASSWORD_FILE, file + " is too large for a password");
        } catch (IOException e) {
            throw settings.complaint(PASSWORD_FILE, file + " can not be read as text; check the path and its rights");
        }
    }

    private String passwordOf(Settings settings, @Nullable String variable) {
        String value = variable == null ? null : environment.get(variable);
        if (value == null) {
            throw settings.complaint(PASSWORD_ENV, "the environment variable " + variable + " is not set");
        }
        return value;
    }
}
