package io.ws402.gateway.methods.evm.refund;

import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.evm.rpc.EvmRpc;
import io.ws402.gateway.methods.rpc.RpcException;
import java.math.BigInteger;
import java.util.List;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.generated.Uint256;

/**
 * What an OP-stack rollup charges for putting a transaction on its base chain, asked of its fee oracle. Blocks.
 *
 * @see <a href="https://docs.optimism.io/op-stack/transactions/fees">OP-stack fees</a>
 */
final class RollupFee {
    private static final EvmAddress ORACLE = EvmAddress.parse("0x420000000000000000000000000000000000000F");
    private static final BigInteger TRANSACTION_BYTES = BigInteger.valueOf(200);
    private static final long CALL_GAS = 1_000_000;
    private static final int WORD_DIGITS = 66;

    private final EvmRpc rpc;
    private final EvmAddress wallet;

    RollupFee(EvmRpc rpc, EvmAddress wallet) {
        this.rpc = rpc;
        this.wallet = wallet;
    }

    /** An upper bound for a transfer, in wei; 0 where the oracle does not answer. */
    BigInteger estimate() {
        String data = FunctionEncoder.encode(
                new Function("getL1FeeUpperBound", List.of(new Uint256(TRANSACTION_BYTES)), List.of()));
        try {
            String fee = rpc.call(new EvmRpc.Message(wallet, ORACLE, BigInteger.ZERO, data, CALL_GAS));
            return fee.length() == WORD_DIGITS ? new BigInteger(fee.substring(2), 16) : BigInteger.ZERO;
        } catch (RpcException.Refused e) {
            return BigInteger.ZERO;
        }
    }
}
