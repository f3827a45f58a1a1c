package io.ws402.gateway.methods.evm.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ws402.gateway.methods.rpc.RpcException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In the words of geth, reth, erigon, nethermind, besu and anvil. */
final class RefusalKindTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    3 | anything | REVERTED
                    -32000 | execution reverted: Pausable: paused | REVERTED
                    -32000 | invalid opcode: INVALID | REVERTED
                    -32000 | gas required exceeds allowance (300000) | REVERTED
                    -32000 | out of gas | REVERTED
                    -32603 | EVM error InvalidFEOpcode | REVERTED
                    -32000 | already known | KNOWN
                    -32003 | transaction already imported | KNOWN
                    -32000 | ALREADY_EXISTS: already known | KNOWN
                    -32010 | AlreadyKnown | KNOWN
                    -32000 | nonce too low: next nonce 5, tx nonce 4 | NONCE_USED
                    -32010 | OldNonce, Current nonce: 5, nonce of rejected tx: 4 | NONCE_USED
                    -32000 | replacement transaction underpriced | UNDERPRICED
                    -32000 | max fee per gas less than block base fee: address 0x… | UNDERPRICED
                    -32000 | transaction underpriced: tip needed 1000, tip permitted 1 | UNDERPRICED
                    -32000 | insufficient funds for gas * price + value: balance 0 | INSUFFICIENT_FUNDS
                    -32003 | Insufficient funds for gas * price + value | INSUFFICIENT_FUNDS
                    -32000 | invalid sender | INVALID
                    -32000 | intrinsic gas too low: gas 20000, minimum needed 21000 | INVALID
                    -32000 | exceeds block gas limit | INVALID
                    -32005 | daily request count exceeded | OTHER
                    -32000 | something nobody has seen before | OTHER
                    """)
    void understandsWhatNodesSay(int code, String message, RefusalKind kind) {
        assertEquals(kind, RefusalKind.of(new RpcException.Refused(code, message)));
    }
}
