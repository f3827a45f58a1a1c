package io.ws402.demo.wallet;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.methods.rpc.MalformedAnswer;
import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.gateway.methods.rpc.RpcLimits;
import io.ws402.gateway.methods.rpc.RpcPool;
import io.ws402.gateway.methods.signing.Ed25519Signer;
import io.ws402.gateway.methods.solana.chain.Bytes;
import io.ws402.gateway.methods.solana.chain.Commitment;
import io.ws402.gateway.methods.solana.chain.Programs;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.chain.TokenAccount;
import io.ws402.gateway.methods.solana.chain.TokenProgram;
import io.ws402.gateway.methods.solana.chain.TransactionDraft;
import io.ws402.gateway.methods.solana.chain.TransactionDraft.Action;
import io.ws402.gateway.methods.solana.rpc.AccountState;
import io.ws402.gateway.methods.solana.rpc.Blockhash;
import io.ws402.gateway.methods.solana.rpc.RefusalKind;
import io.ws402.gateway.methods.solana.rpc.SolanaRpc;
import io.ws402.gateway.methods.solana.rpc.UnitPrices;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.AcceptedAsset;
import io.ws402.protocol.payment.PaymentProof;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.p2p.solanaj.utils.Base58;

/**
 * A key on one Solana cluster; pays with SOL and with SPL tokens. The key leaves this object only as signatures. What was
 * sent and not seen is paid or not for certain once its block hash has expired, which takes a minute or so.
 */
public final class SolanaWallet implements Wallet {
    private static final RpcLimits LIMITS = new RpcLimits(Duration.ofSeconds(10), Duration.ofSeconds(10), 4);
    private static final String NATIVE = "slip44:";
    private static final String TOKEN = "token:";

    private final RpcPool<SolanaRpc> pool;
    private final SolanaRpc rpc;
    private final Ed25519Signer key;
    private final SolanaAddress address;
    private final String chain;
    private final ReentrantLock sending = new ReentrantLock();

    private SolanaWallet(RpcPool<SolanaRpc> pool, Ed25519Signer key, String chain) {
        this.pool = pool;
        this.rpc = pool.calls();
        this.key = key;
        this.address = SolanaAddress.of(key.publicKey());
        this.chain = chain;
    }

    /**
     * Opens the wallet and asks the node which cluster it serves.
     *
     * @throws IOException when the node does not answer
     */
    public static SolanaWallet open(String rpcUrl, Ed25519Signer key) throws IOException {
        RpcPool<SolanaRpc> pool = new RpcPool<>("the payer", List.of(URI.create(rpcUrl)), SolanaRpc.anyChain(), LIMITS);
        try {
            return new SolanaWallet(pool, key, "solana:" + pool.calls().genesis());
        } catch (RpcException | MalformedAnswer e) {
            pool.close();
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public String address() {
        return address.text();
    }

    @Override
    public boolean canPay(AcceptedAsset offer) {
        AssetId id = offer.asset().id();
        return id.chain().equals(chain)
                && (id.local().startsWith(NATIVE) || id.local().startsWith(TOKEN));
    }

    /** SOL, in which network fees are paid. */
    @Override
    public Asset coin() {
        return new Asset(new AssetId(chain + "/" + NATIVE + "501"), "SOL", 9);
    }

    /** Of a token, what the associated token account holds. */
    @Override
    public BigInteger balance(Asset asset) throws IOException {
        try {
            return isToken(asset) ? tokenBalance(asset) : coinBalance();
        } catch (RpcException | MalformedAnswer e) {
            throw new IOException(describe(e), e);
        }
    }

    private BigInteger coinBalance() {
        return at(address).map(AccountState::lamports).orElse(BigInteger.ZERO);
    }

    private BigInteger tokenBalance(Asset token) throws IOException {
        SolanaAddress mint = mint(token);
        return at(Programs.associatedTokenAccount(address, mint, program(mint)))
                .flatMap(account -> TokenAccount.of(account.data()))
                .filter(account -> account.owner().equals(address))
                .map(TokenAccount::units)
                .orElse(BigInteger.ZERO);
    }

    private Optional<AccountState> at(SolanaAddress account) {
        return rpc.accounts(List.of(account), Commitment.CONFIRMED).getFirst();
    }

    private TokenProgram program(SolanaAddress mint) throws IOException {
        return at(mint).flatMap(state -> TokenProgram.at(state.program()))
                .orElseThrow(() -> new IOException("there is no token at " + mint));
    }

    private static boolean isToken(Asset asset) {
        return asset.id().local().startsWith(TOKEN);
    }

    private static SolanaAddress mint(Asset token) throws IOException {
        return SolanaAddress.parse(token.id().local().substring(TOKEN.length()))
                .orElseThrow(() -> new IOException(token.id() + " names no mint"));
    }

    @Override
    public PayOutcome pay(PaymentTerms terms) {
        if (!canPay(terms.offer())) {
            return new PayOutcome.NotPaid(
                    "the payment is due on another chain than " + chain + ", which this wallet's node serves");
        }
        Sent sent;
        sending.lock();
        try {
            SolanaPayment payment = payment(terms);
            Optional<PayOutcome> shortfall = shortfall(terms.amount(), UnitPrices.fee(0, 0));
            if (shortfall.isPresent()) {
                return shortfall.get();
            }
            PricedPayment priced = PricedPayment.of(rpc, address, payment);
            shortfall = shortfall(terms.amount(), priced.fee());
            if (shortfall.isPresent()) {
                return shortfall.get();
            }
            sent = send(priced.instructions());
        } catch (RpcException | MalformedAnswer e) {
            return new PayOutcome.NotPaid(describe(e));
        } catch (IOException | IllegalArgumentException e) {
            return new PayOutcome.NotPaid(String.valueOf(e.getMessage()));
        } finally {
            sending.unlock();
        }
        return outcome(sent, terms);
    }

    private SolanaPayment payment(PaymentTerms terms) throws IOException {
        Asset asset = terms.amount().asset();
        if (!isToken(asset)) {
            return SolanaPayment.ofCoins(address, terms);
        }
        SolanaAddress mint = mint(asset);
        return SolanaPayment.ofTokens(address, mint, program(mint), terms);
    }

    /** What the account lacks to pay the amount and at most so much to the network. */
    private Optional<PayOutcome> shortfall(Money amount, BigInteger networkFee) throws IOException {
        BigInteger coins = coinBalance();
        if (isToken(amount.asset())) {
            BigInteger tokens = tokenBalance(amount.asset());
            return lack(new Money(coin(), networkFee.add(rpc.rent(0))), coins).or(() -> lack(amount, tokens));
        }
        // An account that is there at all holds its rent; the cluster refuses what would leave less.
        return lack(new Money(amount.asset(), amount.units().add(networkFee).add(rpc.rent(0))), coins);
    }

    private static Optional<PayOutcome> lack(Money needed, BigInteger available) {
        return available.compareTo(needed.units()) >= 0
                ? Optional.empty()
                : Optional.of(new PayOutcome.InsufficientFunds(needed, new Money(needed.asset(), available)));
    }

    /** The transaction's signature, and the last block that may hold it. */
    private record Sent(String signature, long lastValidHeight) {}

    private Sent send(List<Action> instructions) {
        Blockhash blockhash = rpc.latestBlockhash();
        TransactionDraft draft = new TransactionDraft(address, blockhash.hash(), instructions);
        byte[] signature = key.sign(draft.message())
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        handOver(draft.signed(signature));
        return new Sent(Base58.encode(signature), blockhash.lastValidHeight());
    }

    /** Returns when the node has taken it, and when nobody knows; what it surely did not take is thrown. */
    private void handOver(Bytes transaction) {
        try {
            rpc.send(transaction);
        } catch (RpcException.Refused refused) {
            switch (RefusalKind.of(refused)) {
                case TRIAL_FAILED, BLOCKHASH, INVALID -> throw refused;
                case KNOWN, OTHER -> {
                    // The chain tells.
                }
            }
        } catch (RpcException | MalformedAnswer lost) {
            // The chain tells.
        }
    }

    private PayOutcome outcome(Sent sent, PaymentTerms terms) {
        return switch (SolanaFate.await(rpc, sent.signature(), sent.lastValidHeight())) {
            case SolanaFate.Succeeded(BigInteger fee) -> new PayOutcome.Paid(payment(sent, fee, terms));
            case SolanaFate.Failed(String reason) ->
                new PayOutcome.NotPaid("transaction " + sent.signature() + " failed: " + reason);
            case SolanaFate.Expired expired ->
                new PayOutcome.NotPaid("no block took transaction " + sent.signature() + " up before it expired");
            case SolanaFate.Unknown unknown ->
                new PayOutcome.Unknown(
                        payment(sent, BigInteger.ZERO, terms),
                        "transaction " + sent.signature() + " may or may not have reached the chain");
        };
    }

    private Payment payment(Sent sent, BigInteger fee, PaymentTerms terms) {
        PaymentProof proof = new PaymentProof(new JsonObject()
                .put("type", "solana")
                .put("network", terms.offer().network())
                .put("signature", sent.signature())
                .put("reference", terms.reference())
                .put("senderWallet", address())
                .put("timestamp", System.currentTimeMillis()));
        return new Payment(address(), sent.signature(), fee, proof);
    }

    private static String describe(RuntimeException e) {
        return e instanceof RpcException.Refused
                ? "the chain's node refused: " + e.getMessage()
                : "the chain's node does not answer (" + e.getMessage() + ")";
    }

    @Override
    public void close() {
        pool.close();
    }
}
