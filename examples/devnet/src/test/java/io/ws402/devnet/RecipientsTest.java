package io.ws402.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.web3j.protocol.core.methods.response.TransactionReceipt;

@ExtendWith(AnvilExtension.class)
class RecipientsTest {
    private static final BigInteger WEI = BigInteger.valueOf(12_345);
    private static final BigInteger PLAIN_TRANSFER_GAS = BigInteger.valueOf(21_000);

    private final EvmDevnet devnet;
    private final Transactions transactions;

    RecipientsTest(EvmDevnet devnet) {
        this.devnet = devnet;
        this.transactions = devnet.transactions();
    }

    @Test
    void aHostileRecipientRefusesCoins(Account payer) {
        String hostile = HostileRecipient.deploy(transactions, payer);
        DevnetException refusal = assertThrows(DevnetException.class, () -> transactions.submit(payer, hostile, WEI));
        assertTrue(refusal.getMessage().contains("no, thank you"), refusal.getMessage());
        String hash = transactions.submit(payer, hostile, WEI, "0x", BigInteger.valueOf(100_000));
        assertFalse(transactions.receipt(hash).isStatusOK());
        assertEquals(BigInteger.ZERO, devnet.anvil().balance(hostile));
    }

    @Test
    void aPayerMayTurnHostileAfterPaying(Account payer, Account refunder) {
        HostileRecipient.takeOver(devnet.anvil(), payer.address());
        assertThrows(DevnetException.class, () -> transactions.submit(refunder, payer.address(), WEI));
    }

    @Test
    void aContractWalletForwardsWhatItReceivesForMoreGasThanAPlainTransfer(Account owner, Account refunder) {
        ContractWallet wallet = ContractWallet.deploy(transactions, owner);
        BigInteger before = devnet.anvil().balance(owner.address());
        TransactionReceipt receipt = transactions.receipt(transactions.submit(refunder, wallet.address(), WEI));
        assertTrue(receipt.isStatusOK());
        assertTrue(receipt.getGasUsed().compareTo(PLAIN_TRANSFER_GAS) > 0);
        assertEquals(before.add(WEI), devnet.anvil().balance(owner.address()));
    }

    @Test
    void aContractWalletPaysByInnerCallsUnderItsOwnName(Account owner) {
        ContractWallet wallet = ContractWallet.deploy(transactions, owner);
        String payee = Account.random().address();

        TransactionReceipt coins = transactions.receipt(wallet.pay(payee, WEI));
        assertTrue(coins.isStatusOK());
        assertEquals(lower(wallet.address()), lower(coins.getTo()));
        assertEquals(WEI, devnet.anvil().balance(payee));

        devnet.mintUsdc(wallet.address(), WEI);
        TransactionReceipt tokens = transactions.receipt(wallet.pay(devnet.usdc(), payee, WEI));
        assertTrue(tokens.isStatusOK());
        assertEquals(lower(owner.address()), lower(tokens.getFrom()));
        assertTrue(tokens.getLogs()
                .getFirst()
                .getTopics()
                .get(1)
                .endsWith(lower(wallet.address()).substring(2)));
        assertEquals(WEI, devnet.usdc().balance(payee));
    }

    private static String lower(String address) {
        return address.toLowerCase(Locale.ROOT);
    }
}
