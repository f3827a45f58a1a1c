package io.ws402.demo.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.devnet.SolanaDevnet;
import io.ws402.gateway.process.LocalPort;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class LocalNetTest {
    @Test
    void startsBothChainsWithFundedAccountsAndTellsAllOfIt() {
        SolanaDevnet chain;
        try (LocalNet net = new LocalNet()) {
            Ground ground =
                    net.start(LocalPort.free().number(), LocalPort.free().number());
            SolanaGround solana = net.startSolana(LocalPort.free().number());
            assumeTrue(solana.chain().isPresent(), solana.whyNoChain());
            chain = solana.chain().get();
            JsonObject told = LocalNet.toJson(ground, solana);
            assertEquals(ground.databaseUrl(), told.getString("databaseUrl"));
            assertEquals(31337, told.getInteger("chainId"));
            JsonObject toldOfSolana = told.getJsonObject("solana");
            assertEquals(chain.chain().rpcUrl(), toldOfSolana.getString("rpcUrl"));
            assertEquals(chain.usdc().mint(), toldOfSolana.getString("usdc"));
            assertEquals(8, toldOfSolana.getJsonArray("accounts").size());
            String first =
                    toldOfSolana.getJsonArray("accounts").getJsonObject(0).getString("address");
            assertEquals(
                    SolanaDevnet.SOL.multiply(BigInteger.valueOf(SolanaGround.SOL_EACH)),
                    chain.chain().balance(first));
            assertEquals(BigInteger.valueOf(10_000_000_000L), chain.feeToken().balance(first));
        }
        assertFalse(chain.chain().isAlive());
    }

    @Test
    void tellsThatThePortOfSolanaIsTaken() throws IOException {
        try (LocalNet net = new LocalNet();
                ServerSocket other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            SystemException refusal = assertThrows(SystemException.class, () -> net.startSolana(other.getLocalPort()));
            assertTrue(refusal.sentence().contains(other.getLocalPort() + " (for the Solana chain)"));
        }
    }
}
