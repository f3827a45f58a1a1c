package io.ws402.devnet;

import java.nio.file.Path;

/**
 * What a devnet is made of.
 *
 * @param dataFolder PostgreSQL's data folder; it outlives the devnet, the chain does not
 * @param postgresPort 0 for a free one, or the one of the last start on that folder
 * @param accounts how many funded accounts there are
 * @param wellKnownKeys whether their keys are the ones every developer's tool knows, instead of random ones
 */
public record DevnetOptions(
        Path dataFolder, int postgresPort, AnvilOptions anvil, int accounts, boolean wellKnownKeys) {
    private static final int ACCOUNTS = 10;

    /** Free ports, a block each second, ten accounts with random keys. */
    public static DevnetOptions in(Path dataFolder) {
        return new DevnetOptions(dataFolder, 0, AnvilOptions.DEFAULT, ACCOUNTS, false);
    }

    public DevnetOptions withPostgresPort(int port) {
        return new DevnetOptions(dataFolder, port, anvil, accounts, wellKnownKeys);
    }

    public DevnetOptions withAnvil(AnvilOptions options) {
        return new DevnetOptions(dataFolder, postgresPort, options, accounts, wellKnownKeys);
    }

    public DevnetOptions withAccounts(int count) {
        return new DevnetOptions(dataFolder, postgresPort, anvil, count, wellKnownKeys);
    }

    public DevnetOptions withWellKnownKeys() {
        return new DevnetOptions(dataFolder, postgresPort, anvil, accounts, true);
    }
}
