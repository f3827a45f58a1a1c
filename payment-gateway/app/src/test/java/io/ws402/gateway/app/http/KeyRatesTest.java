package io.ws402.gateway.app.http;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ws402.gateway.access.Caller;
import io.ws402.gateway.access.Role;
import io.ws402.gateway.app.contract.Contract;
import io.ws402.gateway.app.contract.Operation;
import io.ws402.protocol.rate.Rate;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KeyRatesTest {
    private static final Rate NONE_LEFT = Rate.parse("1/h burst 1");
    private static final Rate PLENTY = Rate.parse("1000/s burst 1000");

    private final Caller caller = new Caller("key_1", "mch_1", Role.SERVER);

    @Test
    void countsWhatKeepsAndEndsSessionsApartFromEverythingElse() {
        KeyRates rates = new KeyRates(NONE_LEFT, PLENTY, NONE_LEFT, () -> 0);
        Contract.load().operations().forEach(operation -> rates.take(operation, caller));
        Set<String> never = Contract.load().operations().stream()
                .filter(operation -> rates.take(operation, caller) == 0)
                .map(Operation::id)
                .collect(toSet());
        assertEquals(
                Set.of(
                        "checkpointSessions",
                        "releaseSessions",
                        "resumeSession",
                        "renewToken",
                        "settlePayment",
                        "refundPayment"),
                never);
    }
}
