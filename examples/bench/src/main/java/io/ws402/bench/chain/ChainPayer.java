package io.ws402.bench.chain;

import io.ws402.devnet.Account;
import io.ws402.devnet.Anvil;
import java.io.IOException;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.protocol.core.methods.response.EthSendTransaction;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.utils.Numeric;

/** An account that sends many transactions at once, by counting its nonces itself. Confined to one thread. */
final class ChainPayer {
    private static final int ATTEMPTS = 6_000;
    private static final int ATTEMPTS_UNTIL_SENT_AGAIN = 500;
    private static final BigInteger TIP = BigInteger.valueOf(1_000_000_000);
    private static final BigInteger MAX_FEE = BigInteger.valueOf(100_000_000_000L);

    private final Anvil chain;
    private final Account account;
    private final Credentials credentials;
    private final LinkedHashMap<String, String> sent = new LinkedHashMap<>();
    private long nonce;

    /** @param account that has sent nothing yet */
    ChainPayer(Anvil chain, Account account) {
        this.chain = chain;
        this.account = account;
        this.credentials = Credentials.create(account.privateKey());
    }

    String address() {
        return account.address();
    }

    /** A transaction, signed but not sent. */
    String signed(String to, BigInteger wei, String data, long gasLimit) {
        RawTransaction transaction = RawTransaction.createTransaction(
                Anvil.CHAIN_ID, BigInteger.valueOf(nonce++), BigInteger.valueOf(gasLimit), to, wei, data, TIP, MAX_FEE);
        return Numeric.toHexString(TransactionEncoder.signMessage(transaction, credentials));
    }

    /** Sends it; its hash. */
    String send(String signed) throws IOException {
        EthSendTransaction answer = chain.web3j().ethSendRawTransaction(signed).send();
        if (answer.hasError()) {
            throw new IOException(
                    "the chain refused a transaction: " + answer.getError().getMessage());
        }
        sent.put(answer.getTransactionHash(), signed);
        return answer.getTransactionHash();
    }

    /** Waits until everything that was sent is in a block; @throws IOException when something failed there. */
    void awaitMined() throws IOException, InterruptedException {
        while (!sent.isEmpty()) {
            String hash = sent.firstEntry().getKey();
            TransactionReceipt receipt = receipt(hash);
            if (!receipt.isStatusOK()) {
                throw new IOException("transaction " + hash + " failed on chain");
            }
            sent.remove(hash);
        }
    }

    private TransactionReceipt receipt(String hash) throws IOException, InterruptedException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var receipt = chain.web3j().ethGetTransactionReceipt(hash).send().getTransactionReceipt();
            if (receipt.isPresent()) {
                return receipt.get();
            }
            if (attempt % ATTEMPTS_UNTIL_SENT_AGAIN == 0) {
                sendAgain();
            }
            Thread.sleep(10);
        }
        throw new IOException("transaction " + hash + " was in no block after a minute");
    }

    /** The local chain now and then forgets what waits; what it knows already it refuses. */
    private void sendAgain() throws IOException {
        int taken = 0;
        for (String signed : sent.values()) {
            taken += chain.web3j().ethSendRawTransaction(signed).send().hasError() ? 0 : 1;
        }
        System.err.println("  the chain had forgotten " + taken + " transactions of " + sent.size() + ", sent again");
    }
}
