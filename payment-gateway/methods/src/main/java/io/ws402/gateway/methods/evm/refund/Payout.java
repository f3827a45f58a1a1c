package io.ws402.gateway.methods.evm.refund;

import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.evm.config.ChainAsset;
import io.ws402.gateway.methods.evm.rpc.EvmRpc;
import java.math.BigInteger;
import java.util.List;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.generated.Uint256;

/**
 * A refund as the chain is asked to carry it out.
 *
 * @param asset what is sent
 * @param recipient who gets it
 * @param units how much
 */
record Payout(ChainAsset asset, EvmAddress recipient, BigInteger units) {
    static Payout of(ChainAsset asset, RefundOrder order) {
        return new Payout(
                asset, EvmAddress.parse(order.recipient()), order.amount().units());
    }

    /** The same to somebody else. */
    Payout to(EvmAddress other) {
        return new Payout(asset, other, units);
    }

    /** Whom the transaction calls: the recipient, or the token's contract. */
    EvmAddress target() {
        return switch (asset) {
            case ChainAsset.Native coin -> recipient;
            case ChainAsset.Token token -> token.contract();
        };
    }

    /** The native coin it carries. */
    BigInteger value() {
        return switch (asset) {
            case ChainAsset.Native coin -> units;
            case ChainAsset.Token token -> BigInteger.ZERO;
        };
    }

    /** Its calldata. */
    String data() {
        return switch (asset) {
            case ChainAsset.Native coin -> "0x";
            case ChainAsset.Token token ->
                FunctionEncoder.encode(new Function(
                        "transfer", List.of(new Address(recipient.lower()), new Uint256(units)), List.of()));
        };
    }

    EvmRpc.Message message(EvmAddress from, long gasLimit) {
        return new EvmRpc.Message(from, target(), value(), data(), gasLimit);
    }
}
