package io.ws402.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.devnet.DevnetException.Reason;
import io.ws402.gateway.process.LocalPort;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SolanaChainTest {
    private static final SolanaOptions ON_DEMAND = SolanaOptions.DEFAULT.withSlotTime(Duration.ZERO);
    private static final BigInteger TOKEN = BigInteger.TEN.pow(SplToken.DECIMALS);

    @Test
    void fundsAccountsAndMintsBothTokens() {
        try (SolanaDevnet devnet = SolanaDevnet.start(ON_DEMAND)) {
            SolanaAccount account = devnet.account(SolanaDevnet.SOL);
            devnet.fund(account.address(), BigInteger.TWO);
            assertEquals(SolanaDevnet.SOL.add(BigInteger.TWO), devnet.chain().balance(account.address()));
            for (SplToken token : List.of(devnet.usdc(), devnet.feeToken())) {
                assertEquals(BigInteger.ZERO, token.balance(account.address()));
                token.mint(account.address(), TOKEN);
                token.mint(account.address(), BigInteger.ONE);
                assertEquals(TOKEN.add(BigInteger.ONE), token.balance(account.address()));
            }
            assertNotEquals(devnet.usdc().programId(), devnet.feeToken().programId());
            assertFalse(account.toString().contains(account.secretKey()));
        }
    }

    @Test
    void freezesAndThawsTokenAccounts() {
        try (SolanaDevnet devnet = SolanaDevnet.start(ON_DEMAND)) {
            String owner = devnet.account(SolanaDevnet.SOL).address();
            String account = devnet.usdc().mint(owner, TOKEN);
            devnet.usdc().freeze(account);
            assertThrows(DevnetException.class, () -> devnet.usdc().mint(owner, BigInteger.ONE));
            devnet.usdc().thaw(account);
            devnet.usdc().mint(owner, BigInteger.ONE);
            assertEquals(TOKEN.add(BigInteger.ONE), devnet.usdc().balance(owner));
        }
    }

    @Test
    void makesMintsWithEachExtension() {
        try (SolanaChain chain = SolanaChain.start(ON_DEMAND)) {
            for (String extension :
                    List.of("transferHook", "permanentDelegate", "nonTransferable", "frozenByDefault")) {
                SplToken token = SplToken.deployWithExtension(chain, extension);
                String name = extension.equals("frozenByDefault") ? "defaultAccountState" : extension;
                assertEquals(
                        name,
                        chain.call(
                                        "getAccountInfo",
                                        token.mint(),
                                        Map.of("encoding", "jsonParsed", "commitment", "processed"))
                                .at("/value/data/parsed/info/extensions/0/extension")
                                .asText());
            }
        }
    }

    @Test
    void letsATransactionMoveThroughTheLevelsOfCommitment() {
        try (SolanaDevnet devnet = SolanaDevnet.start(ON_DEMAND.withCommitment(2, 4))) {
            SolanaChain chain = devnet.chain();
            String signature = devnet.fund(devnet.account(SolanaDevnet.SOL).address(), SolanaDevnet.SOL);
            assertEquals("processed", level(chain, signature));
            chain.advanceSlots(1);
            assertEquals("confirmed", level(chain, signature));
            chain.advanceSlots(1);
            assertEquals("confirmed", level(chain, signature));
            chain.finalizeAll();
            assertEquals("finalized", level(chain, signature));
        }
    }

    @Test
    void letsSlotsPassByTheClock() {
        try (SolanaChain chain = SolanaChain.start(SolanaOptions.DEFAULT.withSlotTime(Duration.ofMillis(20)))) {
            long before = chain.slot();
            while (chain.slot() < before + 3) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void startsAsManyChainsAsAskedFor() {
        try (SolanaChain one = SolanaChain.start(ON_DEMAND);
                SolanaChain other = SolanaChain.start(ON_DEMAND)) {
            assertNotEquals(one.port(), other.port());
            assertNotEquals(one.genesisHash(), other.genesisHash());
            one.advanceSlots(5);
            assertEquals(other.slot() + 5, one.slot());
        }
    }

    @Test
    void refusesAPortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral(LocalPort.HOST))) {
            DevnetException refusal = assertThrows(
                    DevnetException.class, () -> SolanaChain.start(ON_DEMAND.withPort(taken.getLocalPort())));
            assertEquals("devnet.port_in_use", refusal.code());
        }
    }

    @Test
    void refusesOptionsThatMakeNoSense() {
        for (Duration slotTime : List.of(Duration.ofMillis(-1), Duration.ofMinutes(11))) {
            assertThrows(IllegalArgumentException.class, () -> ON_DEMAND.withSlotTime(slotTime));
        }
        for (int confirmedAfter : List.of(-1, 3)) {
            assertThrows(IllegalArgumentException.class, () -> ON_DEMAND.withCommitment(confirmedAfter, 2));
        }
        assertThrows(IllegalArgumentException.class, () -> ON_DEMAND.withCommitment(1, 1_001));
    }

    @Test
    void endsWhenItIsClosed() throws Exception {
        SolanaChain chain = SolanaChain.start(ON_DEMAND);
        ProcessHandle process = ProcessHandle.of(chain.pid()).orElseThrow();
        assertTrue(chain.isAlive());
        chain.close();
        process.onExit().get(60, TimeUnit.SECONDS);
        assertFalse(chain.isAlive());
        DevnetException refusal = assertThrows(DevnetException.class, chain::slot);
        assertEquals(Reason.CALL_FAILED, refusal.reason());
        chain.close();
    }

    private static String level(SolanaChain chain, String signature) {
        return chain.call("getSignatureStatuses", List.of(signature))
                .at("/value/0/confirmationStatus")
                .asText();
    }
}
