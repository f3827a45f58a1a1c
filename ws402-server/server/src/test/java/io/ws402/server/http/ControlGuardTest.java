package io.ws402.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.buffer.Buffer;
import io.ws402.server.resource.Frame;
import io.ws402.server.resource.Frame.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlGuardTest {
    private static final String CONTROL = "{\"type\":\"ws402.end\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"ws402.end\"}|true",
                "{\"type\":\"ws402.|true",
                "{\"type\":\"ws402|false",
                "{\"type\":\"payment_proof\"}|false",
                "{ \"type\":\"ws402.end\"}|false",
                "[{\"type\":\"ws402.end\"}]|false",
                "``|false"
            })
    void seesTextThatBeginsExactlyLikeAControlMessage(String text, boolean control) {
        assertEquals(control, new ControlGuard().seesControl(Frame.text(text)));
        assertEquals(control, ControlGuard.begins(Buffer.buffer(text)));
    }

    @Test
    void seesItWhereverItsBeginningIsCut() {
        for (int cut = 0; cut <= CONTROL.length(); cut++) {
            ControlGuard guard = new ControlGuard();
            boolean first = guard.seesControl(new Frame(Kind.TEXT, Buffer.buffer(CONTROL.substring(0, cut)), false));
            boolean second =
                    guard.seesControl(new Frame(Kind.CONTINUATION, Buffer.buffer(CONTROL.substring(cut)), true));
            assertEquals(true, first || second, "cut at " + cut);
        }
    }

    @Test
    void letsBinaryMessagesSayAnything() {
        ControlGuard guard = new ControlGuard();
        assertEquals(false, guard.seesControl(new Frame(Kind.BINARY, Buffer.buffer("{\"type\":"), false)));
        assertEquals(false, guard.seesControl(new Frame(Kind.CONTINUATION, Buffer.buffer("\"ws402.end\"}"), true)));
    }

    @Test
    void looksAtTheBeginningOfEveryMessageAnew() {
        ControlGuard guard = new ControlGuard();
        assertEquals(false, guard.seesControl(new Frame(Kind.TEXT, Buffer.buffer("plain "), false)));
        assertEquals(false, guard.seesControl(new Frame(Kind.CONTINUATION, Buffer.buffer(CONTROL), true)));
        assertEquals(true, guard.seesControl(Frame.text(CONTROL)));
    }
}
