package io.ws402.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.devnet.DevnetException.Reason;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.FunctionReturnDecoder;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.Utf8String;
import org.web3j.abi.datatypes.generated.Uint8;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.TransactionReceipt;

@ExtendWith(AnvilExtension.class)
class TestTokenTest {
    private static final BigInteger MINTED = BigInteger.valueOf(10_000_000_000L);
    private static final BigInteger AMOUNT = BigInteger.valueOf(1_250_000);

    private final EvmDevnet devnet;

    TestTokenTest(EvmDevnet devnet) {
        this.devnet = devnet;
    }

    @Test
    void showsTheFacesOfTheRealOnes() {
        assertEquals("USD Coin", text(devnet.usdc(), "name"));
        assertEquals("USDC", text(devnet.usdc(), "symbol"));
        assertEquals("Tether USD", text(devnet.usdt(), "name"));
        assertEquals("USDT", text(devnet.usdt(), "symbol"));
        for (TestToken token : List.of(devnet.usdc(), devnet.usdt())) {
            TypeReference<Uint8> number = new TypeReference<>() {};
            assertEquals(
                    BigInteger.valueOf(TestToken.DECIMALS),
                    read(token, "decimals", number).getValue());
        }
    }

    @Test
    void movesUnitsAndLogsWhoPaid(Account payer) {
        String payee = Account.random().address();
        for (TestToken token : List.of(devnet.usdc(), devnet.usdt())) {
            TransactionReceipt receipt = devnet.transactions().receipt(token.transfer(payer, payee, AMOUNT));
            assertTrue(receipt.isStatusOK());
            assertEquals(1, receipt.getLogs().size());
            assertTrue(receipt.getLogs()
                    .getFirst()
                    .getTopics()
                    .get(1)
                    .endsWith(payer.credentials().getAddress().substring(2)));
            assertEquals(AMOUNT, token.balance(payee));
            assertEquals(MINTED.subtract(AMOUNT), token.balance(payer.address()));
        }
    }

    @Test
    void returnsNothingFromTetherAndABoolFromCoin(Account payer) {
        String payee = Account.random().address();
        assertEquals("0x", called(devnet.usdt(), payer, payee));
        assertEquals(BigInteger.ONE, Anvil.number(called(devnet.usdc(), payer, payee)));
    }

    @Test
    void refusesBlacklistedAccountsUntilTheyAreForgiven(Account payer) {
        String payee = Account.random().address();
        devnet.usdc().blacklist(payee);
        DevnetException refusal =
                assertThrows(DevnetException.class, () -> devnet.usdc().transfer(payer, payee, AMOUNT));
        assertEquals(Reason.CALL_FAILED, refusal.reason());
        assertTrue(refusal.getMessage().contains("account is blacklisted"), refusal.getMessage());
        devnet.usdc().unBlacklist(payee);
        devnet.transactions().receipt(devnet.usdc().transfer(payer, payee, AMOUNT));
        assertEquals(AMOUNT, devnet.usdc().balance(payee));
    }

    @Test
    void refusesEveryTransferWhilePaused(Account payer) {
        String payee = Account.random().address();
        TestToken token = TestToken.deployUsdc(devnet.transactions(), payer);
        token.mint(payer.address(), AMOUNT);
        token.pause();
        assertThrows(DevnetException.class, () -> token.transfer(payer, payee, AMOUNT));
        token.unpause();
        devnet.transactions().receipt(token.transfer(payer, payee, AMOUNT));
        assertEquals(AMOUNT, token.balance(payee));
    }

    @Test
    void isMintedByItsOwnerOnly(Account stranger) {
        TestToken notTheirs = new TestToken(devnet.transactions(), devnet.usdc().address(), stranger);
        assertThrows(DevnetException.class, () -> notTheirs.mint(stranger.address(), AMOUNT));
    }

    private String called(TestToken token, Account from, String to) {
        Transaction call =
                Transaction.createEthCallTransaction(from.address(), token.address(), token.transferData(to, AMOUNT));
        return JsonRpc.result("a call", devnet.anvil().web3j().ethCall(call, DefaultBlockParameterName.LATEST))
                .getValue();
    }

    private String text(TestToken token, String function) {
        return read(token, function, new TypeReference<Utf8String>() {}).getValue();
    }

    @SuppressWarnings({"rawtypes", "unchecked"}) // web3j's own signatures
    private <T extends Type<?>> T read(TestToken token, String function, TypeReference<T> type) {
        Function call = new Function(function, List.of(), List.of(type));
        String answer = devnet.transactions().read(token.address(), FunctionEncoder.encode(call));
        return (T)
                FunctionReturnDecoder.decode(answer, call.getOutputParameters()).getFirst();
    }
}
