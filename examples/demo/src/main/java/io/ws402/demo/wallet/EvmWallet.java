package io.ws402.demo.wallet;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.AcceptedAsset;
import io.ws402.protocol.payment.PaymentProof;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.Hash;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.utils.Numeric;

/**
 * A key on one EVM chain; pays with the chain's own coin and with ERC-20 tokens. The key leaves this object only as
 * signatures.
 */
public final class EvmWallet implements Wallet {
    private static final Duration INCLUSION_LIMIT = Duration.ofMinutes(2);
    private static final Duration RECEIPT_POLL = Duration.ofMillis(200);
    private static final String NATIVE = "slip44:";
    private static final String TOKEN = "erc20:";

    private final EvmRpc rpc;
    private final Credentials credentials;
    private final long chainId;
    // From reading the next nonce to handing the transaction over nothing else may be sent from this account.
    private final ReentrantLock sending = new ReentrantLock();

    private EvmWallet(EvmRpc rpc, Credentials credentials, long chainId) {
        this.rpc = rpc;
        this.credentials = credentials;
        this.chainId = chainId;
    }

    /**
     * Opens the wallet and asks the node which chain it serves.
     *
     * @throws IOException when the node does not answer
     */
    public static EvmWallet open(String rpcUrl, Credentials credentials) throws IOException {
        EvmRpc rpc = new EvmRpc(rpcUrl);
        try {
            return new EvmWallet(rpc, credentials, rpc.chainId());
        } catch (IOException | RuntimeException e) {
            rpc.close();
            throw e;
        }
    }

    /** The EIP-155 number of the chain. */
    public long chainId() {
        return chainId;
    }

    @Override
    public String address() {
        return credentials.getAddress();
    }

    @Override
    public boolean canPay(AcceptedAsset offer) {
        AssetId id = offer.asset().id();
        return id.chain().equals("eip155:" + chainId)
                && (id.local().startsWith(NATIVE) || id.local().startsWith(TOKEN));
    }

    @Override
    public BigInteger balance(Asset asset) throws IOException {
        return isToken(asset)
                ? rpc.tokenBalance(asset.id().local().substring(TOKEN.length()), address())
                : coinBalance();
    }

    /** The chain's own coin, in which network fees are paid; of the local chain and of Base it is ether. */
    @Override
    public Asset coin() {
        return new Asset(new AssetId("eip155:" + chainId + "/" + NATIVE + "60"), "ETH", 18);
    }

    private BigInteger coinBalance() throws IOException {
        return rpc.balance(address());
    }

    private static boolean isToken(Asset asset) {
        return asset.id().local().startsWith(TOKEN);
    }

    @Override
    public PayOutcome pay(PaymentTerms terms) {
        String recipient = terms.recipient();
        if (recipient == null) {
            return new PayOutcome.NotPaid("the terms name no recipient");
        }
        if (!canPay(terms.offer()) || (terms.chainId() != null && terms.chainId() != chainId)) {
            return new PayOutcome.NotPaid(
                    "the payment is due on another chain than " + chainId + ", which this wallet's node serves");
        }
        Transfer transfer = Transfer.of(terms.amount(), recipient);
        Sent sent;
        sending.lock();
        try {
            EvmRpc.GasPrice price = rpc.gasPrice();
            Optional<PayOutcome> shortfall = shortfall(terms.amount(), BigInteger.ZERO);
            if (shortfall.isPresent()) {
                return shortfall.get();
            }
            BigInteger gasLimit = gasLimit(transfer);
            shortfall = shortfall(terms.amount(), gasLimit.multiply(price.maxFee()));
            if (shortfall.isPresent()) {
                return shortfall.get();
            }
            sent = send(transfer, gasLimit, price);
        } catch (IOException e) {
            return new PayOutcome.NotPaid(describe(e));
        } finally {
            sending.unlock();
        }
        return outcome(sent, terms);
    }

    /** What the account lacks to pay the amount and at most so much to the network. */
    private Optional<PayOutcome> shortfall(Money amount, BigInteger networkFee) throws IOException {
        BigInteger coins = coinBalance();
        if (!isToken(amount.asset())) {
            return lack(new Money(amount.asset(), amount.units().add(networkFee)), coins);
        }
        BigInteger tokens = balance(amount.asset());
        return lack(new Money(coin(), networkFee), coins).or(() -> lack(amount, tokens));
    }

    private static Optional<PayOutcome> lack(Money needed, BigInteger available) {
        return available.compareTo(needed.units()) >= 0
                ? Optional.empty()
                : Optional.of(new PayOutcome.InsufficientFunds(needed, new Money(needed.asset(), available)));
    }

    private BigInteger gasLimit(Transfer transfer) throws IOException {
        BigInteger estimate = rpc.estimateGas(address(), transfer.to(), transfer.value(), transfer.data());
        // A token may need more than estimated once its storage has changed.
        return transfer.token() ? estimate.add(estimate.divide(BigInteger.valueOf(5))) : estimate;
    }

    /** The transaction's hash, and whether the node is known to have taken it. */
    private record Sent(String txHash, boolean certain) {}

    private Sent send(Transfer transfer, BigInteger gasLimit, EvmRpc.GasPrice price) throws IOException {
        RawTransaction transaction = RawTransaction.createTransaction(
                chainId,
                rpc.nextNonce(address()),
                gasLimit,
                transfer.to(),
                transfer.value(),
                transfer.data(),
                price.priorityFee(),
                price.maxFee());
        byte[] signed = TransactionEncoder.signMessage(transaction, credentials);
        String hash = Numeric.toHexString(Hash.sha3(signed));
        try {
            rpc.send(Numeric.toHexString(signed));
            return new Sent(hash, true);
        } catch (EvmRpc.Refused refused) {
            throw refused;
        } catch (IOException lost) {
            return new Sent(hash, false);
        }
    }

    private PayOutcome outcome(Sent sent, PaymentTerms terms) {
        Optional<TransactionReceipt> receipt = awaitReceipt(sent.txHash());
        Payment payment = new Payment(
                address(),
                sent.txHash(),
                receipt.map(EvmWallet::networkFee).orElse(BigInteger.ZERO),
                proof(sent.txHash(), terms));
        if (receipt.isEmpty()) {
            String state = sent.certain() ? "is still waiting to be mined" : "may or may not have reached the chain";
            return new PayOutcome.Unknown(payment, "transaction " + sent.txHash() + " " + state);
        }
        return receipt.get().isStatusOK()
                ? new PayOutcome.Paid(payment)
                : new PayOutcome.NotPaid("transaction " + sent.txHash() + " was mined and failed");
    }

    private Optional<TransactionReceipt> awaitReceipt(String txHash) {
        long deadline = System.nanoTime() + INCLUSION_LIMIT.toNanos();
        do {
            try {
                Optional<TransactionReceipt> receipt = rpc.receipt(txHash);
                if (receipt.isPresent()) {
                    return receipt;
                }
                Thread.sleep(RECEIPT_POLL);
            } catch (IOException nodeIsAway) {
                // It may come back; the transaction is out in any case.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        } while (System.nanoTime() < deadline);
        return Optional.empty();
    }

    private PaymentProof proof(String txHash, PaymentTerms terms) {
        return new PaymentProof(new JsonObject()
                .put("type", terms.offer().network())
                .put("txHash", txHash)
                .put("reference", terms.reference())
                .put("senderAddress", address())
                .put("chainId", chainId)
                .put("timestamp", System.currentTimeMillis()));
    }

    private static BigInteger networkFee(TransactionReceipt receipt) {
        return receipt.getGasUsed().multiply(Numeric.toBigInt(receipt.getEffectiveGasPrice()));
    }

    private static String describe(IOException e) {
        return e instanceof EvmRpc.Refused
                ? "the chain's node refused: " + e.getMessage()
                : "the chain's node does not answer (" + e.getMessage() + ")";
    }

    @Override
    public void close() {
        rpc.close();
    }

    /** A payment as the transaction that makes it: to the recipient, or to the token's contract. */
    private record Transfer(String to, BigInteger value, String data, boolean token) {
        static Transfer of(Money amount, String recipient) {
            String local = amount.asset().id().local();
            return local.startsWith(TOKEN)
                    ? new Transfer(
                            local.substring(TOKEN.length()),
                            BigInteger.ZERO,
                            Erc20.transfer(recipient, amount.units()),
                            true)
                    : new Transfer(recipient, amount.units(), "", false);
        }
    }
}
