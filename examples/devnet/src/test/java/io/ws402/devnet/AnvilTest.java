package io.ws402.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ws402.devnet.DevnetException.Reason;
import io.ws402.gateway.process.LocalPort;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnvilTest {
    private static final AnvilOptions ON_DEMAND = AnvilOptions.DEFAULT.withBlockTime(Duration.ZERO);
    private static final AnvilOptions OFTEN = AnvilOptions.DEFAULT.withBlockTime(Duration.ofMillis(100));

    @Test
    void minesByTheClockAndFinalizesWhatIsBehind() {
        try (Anvil anvil = Anvil.start(OFTEN)) {
            while (anvil.blockNumber().intValueExact() < 5) {
                Thread.onSpinWait();
            }
            int finalized = block(anvil, "finalized");
            assertTrue(finalized >= 1, "finalized is " + finalized);
            assertTrue(finalized < block(anvil, "latest"));
        }
    }

    @Test
    void knowsNoAccountThatTheWorldHasTheKeyOf() {
        try (Anvil anvil = Anvil.start(ON_DEMAND)) {
            assertEquals(0, anvil.call("eth_accounts").size());
            for (Account account : Account.wellKnown(10)) {
                assertEquals(BigInteger.ZERO, anvil.balance(account.address()));
            }
        }
    }

    @Test
    void startsAsManyChainsAsAskedFor() {
        try (Anvil one = Anvil.start(ON_DEMAND);
                Anvil other = Anvil.start(ON_DEMAND)) {
            one.mine(3);
            assertNotEquals(one.port(), other.port());
            assertEquals(BigInteger.valueOf(3), one.blockNumber());
            assertEquals(BigInteger.ZERO, other.blockNumber());
        }
    }

    @Test
    void refusesAPortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral(LocalPort.HOST))) {
            DevnetException refusal =
                    assertThrows(DevnetException.class, () -> Anvil.start(ON_DEMAND.withPort(taken.getLocalPort())));
            assertEquals("devnet.port_in_use", refusal.code());
        }
    }

    @Test
    void goesBackToASnapshotOnce() {
        try (Anvil anvil = Anvil.start(ON_DEMAND)) {
            String address = Account.random().address();
            String snapshot = anvil.snapshot();
            anvil.setBalance(address, BigInteger.TEN);
            anvil.mine(2);
            anvil.revert(snapshot);
            assertEquals(BigInteger.ZERO, anvil.balance(address));
            assertEquals(BigInteger.ZERO, anvil.blockNumber());
            assertThrows(DevnetException.class, () -> anvil.revert(snapshot));
        }
    }

    @Test
    void losesTheTransactionsOfBlocksThatAReorganisationReplaces() {
        try (EvmDevnet devnet = EvmDevnet.start(ON_DEMAND)) {
            Account payer = devnet.account(EvmDevnet.ETHER);
            String payee = Account.random().address();
            devnet.anvil().mine(2);
            String hash = devnet.transactions().submit(payer, payee, BigInteger.TWO);
            assertEquals(BigInteger.TWO, balanceAfter(devnet, hash, payee));
            BigInteger head = devnet.anvil().blockNumber();
            devnet.anvil().reorg(1);
            assertEquals(head, devnet.anvil().blockNumber());
            assertEquals(BigInteger.ZERO, devnet.anvil().balance(payee));
            assertTrue(devnet.anvil().call("eth_getTransactionReceipt", hash).isNull());
        }
    }

    @Test
    void leavesTransactionsPendingWhileMiningIsStopped() {
        try (EvmDevnet devnet = EvmDevnet.start(OFTEN)) {
            Account payer = devnet.account(EvmDevnet.ETHER);
            String payee = Account.random().address();
            devnet.anvil().stopMining();
            BigInteger head = devnet.anvil().blockNumber();
            String hash = devnet.transactions().submit(payer, payee, BigInteger.ONE);
            String dropped = devnet.transactions().submit(payer, payee, BigInteger.ONE);
            devnet.anvil().dropTransaction(dropped);
            assertEquals(head, devnet.anvil().blockNumber());
            assertTrue(devnet.anvil().call("eth_getTransactionReceipt", hash).isNull());
            devnet.anvil().mine(1);
            assertEquals(BigInteger.ONE, balanceAfter(devnet, hash, payee));
        }
    }

    @Test
    void endsWhenItIsClosed() throws Exception {
        Anvil anvil = Anvil.start(ON_DEMAND);
        ProcessHandle process = ProcessHandle.of(anvil.pid()).orElseThrow();
        anvil.close();
        process.onExit().get(60, TimeUnit.SECONDS);
        assertFalse(anvil.isAlive());
        DevnetException refusal = assertThrows(DevnetException.class, anvil::blockNumber);
        assertEquals(Reason.CALL_FAILED, refusal.reason());
        anvil.close();
    }

    @Test
    void endsWhenItsOwnerIsKilled(@TempDir Path temporary) throws Exception {
        Path home = NodeModules.find().folder().resolve("../../..").normalize();
        OtherJvm owner = OtherJvm.start(temporary.resolve("output"), home);
        ProcessHandle chain = owner.awaitChain();
        ProcessHandle.of(owner.process().pid()).orElseThrow().destroyForcibly();
        chain.onExit().get(60, TimeUnit.SECONDS);
    }

    private static BigInteger balanceAfter(EvmDevnet devnet, String hash, String address) {
        assertTrue(devnet.transactions().receipt(hash).isStatusOK());
        return devnet.anvil().balance(address);
    }

    private static int block(Anvil anvil, String tag) {
        JsonNode block = anvil.call("eth_getBlockByNumber", tag, false);
        return Integer.decode(block.required("number").asText());
    }
}
