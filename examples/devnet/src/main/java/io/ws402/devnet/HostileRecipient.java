package io.ws402.devnet;

import java.util.List;

/** Refuses every payment in the native coin: each transfer to it reverts. */
public final class HostileRecipient {
    private static final ContractArtifact ARTIFACT = ContractArtifact.load("HostileRecipient");

    private HostileRecipient() {}

    /** Deploys one; returns its address. */
    public static String deploy(Transactions transactions, Account deployer) {
        return ARTIFACT.deploy(transactions, deployer, List.of());
    }

    /** Makes an existing account hostile, such as a payer who has paid and now waits for the refund. */
    public static void takeOver(Anvil chain, String address) {
        chain.setCode(address, ARTIFACT.deployedBytecode());
    }
}
