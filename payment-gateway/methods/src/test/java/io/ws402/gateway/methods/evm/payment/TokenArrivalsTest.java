package io.ws402.gateway.methods.evm.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.evm.chain.Receipt;
import io.ws402.gateway.methods.evm.chain.Transaction;
import io.ws402.gateway.methods.evm.chain.Transfer;
import io.ws402.gateway.methods.evm.config.ChainAsset;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TokenArrivalsTest {
    private static final EvmAddress USDC = address('c');
    private static final EvmAddress WALLET = address('1');
    private static final EvmAddress ALICE = address('a');
    private static final EvmAddress BOB = address('b');
    private static final EvmAddress ZERO = address('0');

    private final ChainAsset.Token token = new ChainAsset.Token(
            new Asset(new AssetId("eip155:1/erc20:" + USDC.lower()), "USDC", 6), BigInteger.ZERO, USDC);

    @Test
    void choosesTheTransferOfExactlyTheAmountAmongSeveral() {
        Arrival arrival = find(300, transfer(0, ALICE, 100), transfer(4, BOB, 300), transfer(7, ALICE, 300));
        assertEquals(new Arrival.Money(BOB, BigInteger.valueOf(300), 4), arrival);
    }

    @Test
    void reportsTheFirstWhereNoneIsOfTheAmount() {
        Arrival arrival = find(300, transfer(2, ALICE, 100), transfer(3, BOB, 200));
        assertEquals(new Arrival.Money(ALICE, BigInteger.valueOf(100), 2), arrival);
    }

    @Test
    void overlooksTransfersOfNothingBesideOneOfSomething() {
        Arrival arrival = find(300, transfer(0, BOB, 0), transfer(1, ALICE, 300));
        assertEquals(new Arrival.Money(ALICE, BigInteger.valueOf(300), 1), arrival);
        assertRefused("amount_mismatch", find(300, transfer(0, BOB, 0)));
    }

    @Test
    void attributesNothingToNobodyAndNothingToOurselves() {
        assertRefused("not_attributable", find(300, transfer(0, ZERO, 300)));
        assertRefused("not_attributable", find(300, transfer(0, WALLET, 300)));
    }

    @Test
    void believesThePinnedContractAlone() {
        Transfer fake = new Transfer(0, BOB, ALICE, WALLET, BigInteger.valueOf(300));
        assertRefused("wrong_asset", find(300, fake));
        assertEquals(new Arrival.Money(ALICE, BigInteger.valueOf(300), 1), find(300, fake, transfer(1, ALICE, 300)));
    }

    @Test
    void countsWhatArrivedOfATokenThatKeepsAFee() {
        Transfer fee = new Transfer(1, USDC, ALICE, BOB, BigInteger.valueOf(3));
        assertEquals(new Arrival.Money(ALICE, BigInteger.valueOf(297), 0), find(300, transfer(0, ALICE, 297), fee));
    }

    @Test
    void saysThatItWentToSomebodyElse() {
        assertRefused("wrong_recipient", find(300, new Transfer(0, USDC, ALICE, BOB, BigInteger.valueOf(300))));
        assertRefused("wrong_recipient", find(300));
    }

    private Arrival find(long price, Transfer... transfers) {
        Receipt receipt = new Receipt(
                "0x", 1, "0x", true, BigInteger.ONE, BigInteger.ONE, BigInteger.ZERO, Arrays.asList(transfers));
        Transaction transaction =
                new Transaction("0x", Optional.of(1L), ALICE, Optional.of(USDC), BigInteger.ZERO, 0, 2);
        return TokenArrivals.find(token, WALLET, BigInteger.valueOf(price), receipt, () -> transaction);
    }

    private static void assertRefused(String code, Arrival arrival) {
        assertEquals(code, assertInstanceOf(Arrival.Nothing.class, arrival).code());
    }

    private static Transfer transfer(int position, EvmAddress from, long units) {
        return new Transfer(position, USDC, from, WALLET, BigInteger.valueOf(units));
    }

    private static EvmAddress address(char digit) {
        return new EvmAddress("0x" + String.valueOf(digit).repeat(40));
    }
}
