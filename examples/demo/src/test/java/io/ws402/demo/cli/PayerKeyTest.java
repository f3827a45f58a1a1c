package io.ws402.demo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.demo.wallet.SolanaWallet;
import io.ws402.demo.wallet.Wallet;
import io.ws402.devnet.SolanaAccount;
import io.ws402.devnet.SolanaChain;
import io.ws402.devnet.SolanaExtension;
import io.ws402.gateway.process.LocalPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@ExtendWith(SolanaExtension.class)
class PayerKeyTest {
    private static final String EVM_KEY = "11".repeat(32);
    private static final String NOWHERE = "http://127.0.0.1:" + LocalPort.free().number();

    @TempDir
    private Path folder;

    private static Wallet open(Map<String, String> environment, String... options) {
        PayerKey key = new PayerKey();
        CommandLine.populateCommand(key, options);
        return key.open(environment);
    }

    private static Problem refused(int exitCode, Map<String, String> environment, String... options) {
        Problem problem = assertThrows(Problem.class, () -> open(environment, options));
        assertEquals(exitCode, problem.exitCode(), problem::sentence);
        environment.values().forEach(secret -> assertFalse(problem.sentence().contains(secret), problem::sentence));
        return problem;
    }

    private Path file(String text, String permissions) throws IOException {
        Path file = folder.resolve("keypair.json");
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void takesASolanaKeyFromTheEnvironment(SolanaChain chain, SolanaAccount payer) {
        try (Wallet wallet = open(Map.of("WS402_SOLANA_KEY", payer.secretKey(), "SOLANA_RPC_URL", chain.rpcUrl()))) {
            assertTrue(wallet instanceof SolanaWallet);
            assertEquals(payer.address(), wallet.address());
        }
    }

    @Test
    void takesASolanaKeyFromAFileBeforeAllThatTheEnvironmentHas(SolanaChain chain, SolanaAccount payer)
            throws IOException {
        String file = file(payer.secretKey(), "rw-------").toString();
        try (Wallet wallet =
                open(Map.of("WS402_PRIVATE_KEY", EVM_KEY), "--solana-keypair", file, "--solana-rpc", chain.rpcUrl())) {
            assertEquals(payer.address(), wallet.address());
        }
    }

    @Test
    void refusesAKeyFileThatOthersCanRead(SolanaAccount payer) throws IOException {
        String file = file(payer.secretKey(), "rw-r--r--").toString();
        refused(ExitCodes.USAGE, Map.of(), "--solana-keypair", file, "--solana-rpc", NOWHERE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1,2,3]", "nokey", "1111111111111111111111111111111111111111111111111111111111111111"})
    void refusesWhatIsNoKeyPairAndDoesNotRepeatIt(String text) {
        refused(ExitCodes.USAGE, Map.of("WS402_SOLANA_KEY", text), "--solana-rpc", NOWHERE);
    }

    @Test
    void asksWhichOfTwoKeysIsMeant(SolanaAccount payer) {
        Map<String, String> both = Map.of("WS402_PRIVATE_KEY", EVM_KEY, "WS402_SOLANA_KEY", payer.secretKey());
        Problem problem = refused(ExitCodes.USAGE, both);
        assertTrue(problem.sentence().contains("--solana-rpc"), problem::sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "127.0.0.1:8899", "ftp://127.0.0.1", "http://", "http://a b", "http://["})
    void refusesWhatIsNoNode(String url, SolanaAccount payer) {
        refused(ExitCodes.USAGE, Map.of("WS402_SOLANA_KEY", payer.secretKey()), "--solana-rpc", url);
    }

    @Test
    void saysThatANodeIsNotThere(SolanaAccount payer) {
        refused(ExitCodes.UNAVAILABLE, Map.of("WS402_SOLANA_KEY", payer.secretKey()), "--solana-rpc", NOWHERE);
    }
}
