package io.ws402.gateway.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceParentTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @ParameterizedTest
    @ValueSource(strings = {"00-" + TRACE + "-b7ad6b7169203331-01", "01-" + TRACE + "-b7ad6b7169203331-00-more"})
    void goesOnWithTheTraceOfItsCaller(String header) {
        assertEquals(TRACE, TraceParent.of(header).traceId());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "ff-" + TRACE + "-b7ad6b7169203331-01",
                "00-" + TRACE,
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01"
            })
    void beginsATraceOfItsOwnWhereTheHeaderIsNotWellFormed(String header) {
        String own = TraceParent.of(header).traceId();
        assertTrue(own.matches("[0-9a-f]{32}"), own);
        assertNotEquals(TRACE, own);
    }
}
