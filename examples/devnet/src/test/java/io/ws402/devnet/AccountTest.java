package io.ws402.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class AccountTest {
    @Test
    void derivesTheAccountsThatEveryToolDerives() {
        assertEquals(
                List.of("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"),
                Account.wellKnown(2).stream().map(Account::address).toList());
        assertEquals(
                "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
                Account.wellKnown(1).getFirst().privateKey());
    }

    @Test
    void isAnotherEachTimeAndDoesNotShowItsKey() {
        Account account = Account.random();
        assertNotEquals(account, Account.random());
        assertEquals(account.address(), account.toString());
        assertEquals(
                account.address().toLowerCase(Locale.ROOT),
                account.credentials().getAddress());
    }
}
