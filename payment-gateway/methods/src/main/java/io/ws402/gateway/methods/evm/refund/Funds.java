package io.ws402.gateway.methods.evm.refund;

import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.evm.config.ChainAsset;
import io.ws402.gateway.methods.evm.rpc.ChainWatcher;
import io.ws402.gateway.methods.evm.rpc.EvmRpc;
import io.ws402.gateway.methods.evm.rpc.Tip;
import io.ws402.protocol.money.Asset;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.Function;

/**
 * Whether the wallet has what a refund takes: a first look, by what it has after the newest block. What other refunds take
 * before that one is in a block, no balance shows; the node that is sent it says so. Calls block.
 */
final class Funds {
    private static final long CALL_GAS = 200_000;
    private static final int WORD_DIGITS = 66;

    private final ChainWatcher watcher;
    private final EvmRpc rpc;
    private final EvmAddress wallet;
    private final Asset nativeCoin;
    private final PerBlock<BigInteger> coins;
    private final Map<ChainAsset.Token, PerBlock<BigInteger>> tokens = new ConcurrentHashMap<>();

    Funds(ChainWatcher watcher, EvmRpc rpc, EvmAddress wallet, Asset nativeCoin) {
        this.watcher = watcher;
        this.rpc = rpc;
        this.wallet = wallet;
        this.nativeCoin = nativeCoin;
        this.coins = new PerBlock<>(() -> rpc.balance(wallet));
    }

    /**
     * What is missing for a payout, as a sentence for an operator; empty when there is enough.
     *
     * @param maxFee the most that it may cost, in wei
     */
    Optional<String> missing(Payout payout, BigInteger maxFee) {
        Tip tip = watcher.tip();
        Optional<String> missing =
                tooLittle(nativeCoin, coins.asOf(tip), payout.value().add(maxFee));
        if (missing.isEmpty() && payout.asset() instanceof ChainAsset.Token token) {
            missing = tooLittle(token.asset(), tokenBalance(token, tip), payout.units());
        }
        return missing;
    }

    private Optional<String> tooLittle(Asset asset, BigInteger has, BigInteger needs) {
        return has.compareTo(needs) >= 0
                ? Optional.empty()
                : Optional.of("the wallet " + wallet + " is too low: it has " + asset.human(has) + " " + asset.symbol()
                        + ", a refund needs " + asset.human(needs));
    }

    private BigInteger tokenBalance(ChainAsset.Token token, Tip tip) {
        return tokens.computeIfAbsent(token, first -> new PerBlock<>(() -> tokenBalance(token)))
                .asOf(tip);
    }

    private BigInteger tokenBalance(ChainAsset.Token token) {
        String data =
                FunctionEncoder.encode(new Function("balanceOf", List.of(new Address(wallet.lower())), List.of()));
        String balance = rpc.call(new EvmRpc.Message(wallet, token.contract(), BigInteger.ZERO, data, CALL_GAS));
        return balance.length() == WORD_DIGITS ? new BigInteger(balance.substring(2), 16) : BigInteger.ZERO;
    }
}
