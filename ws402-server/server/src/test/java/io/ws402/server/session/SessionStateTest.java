package io.ws402.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ws402.server.session.SessionState.Active;
import io.ws402.server.session.SessionState.Closing;
import io.ws402.server.session.SessionState.Ended;
import io.ws402.server.session.SessionState.Event;
import io.ws402.server.session.SessionState.Paused;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionStateTest {
    private static final EndReason FIRST = EndReason.BALANCE_EXHAUSTED;
    private static final Event END = new Event.End(FIRST);

    static Stream<Arguments> transitions() {
        return Stream.of(
                arguments(new Active(), new Event.Pause(), new Paused()),
                arguments(new Active(), new Event.Continue(), new Active()),
                arguments(new Active(), END, new Closing(FIRST)),
                arguments(new Active(), new Event.Finish(), new Active()),
                arguments(new Paused(), new Event.Pause(), new Paused()),
                arguments(new Paused(), new Event.Continue(), new Active()),
                arguments(new Paused(), END, new Closing(FIRST)),
                arguments(new Paused(), new Event.Finish(), new Paused()),
                arguments(new Closing(FIRST), new Event.Pause(), new Closing(FIRST)),
                arguments(new Closing(FIRST), new Event.Continue(), new Closing(FIRST)),
                arguments(new Closing(FIRST), new Event.End(EndReason.CLIENT_CLOSED), new Closing(FIRST)),
                arguments(new Closing(FIRST), new Event.Finish(), new Ended(FIRST)),
                arguments(new Ended(FIRST), new Event.Pause(), new Ended(FIRST)),
                arguments(new Ended(FIRST), new Event.Continue(), new Ended(FIRST)),
                arguments(new Ended(FIRST), new Event.End(EndReason.CLIENT_CLOSED), new Ended(FIRST)),
                arguments(new Ended(FIRST), new Event.Finish(), new Ended(FIRST)));
    }

    @ParameterizedTest
    @MethodSource("transitions")
    void everyEventMeansSomethingInEveryState(SessionState state, Event event, SessionState next) {
        assertEquals(next, state.on(event));
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1005, 3000, 4402, 4999})
    void aCloseFrameOfThePayersWishEndsTheSession(int code) {
        assertEquals(EndReason.CLIENT_CLOSED, EndReason.ofCloseFrame(code));
    }

    @ParameterizedTest
    @ValueSource(ints = {1002, 1003, 1006, 1007, 1009, 1011, 1012, 1013, 2999, 5000})
    void aCloseFrameThatReportsAFaultCountsAsALostConnection(int code) {
        assertEquals(EndReason.CONNECTION_LOST, EndReason.ofCloseFrame(code));
    }

    @Test
    void anUnknownCodeOfACheckpointStillEndsTheSession() {
        assertEquals(EndReason.LEASE_LOST, EndReason.ofOver("something_new"));
        assertEquals(EndReason.PAYMENT_REVERSED, EndReason.ofOver("payment_reversed"));
    }
}
