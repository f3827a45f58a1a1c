package io.ws402.protocol.message;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.ws402.protocol.Golden;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenMessagesTest {
    @ParameterizedTest
    @MethodSource("io.ws402.protocol.message.Messages#client")
    void clientMessagesAreAsTheirFilesShow(Golden<ClientMessage> golden) {
        golden.check();
    }

    @ParameterizedTest
    @MethodSource("io.ws402.protocol.message.Messages#server")
    void serverMessagesAreAsTheirFilesShow(Golden<ServerMessage> golden) {
        golden.check();
    }

    @Test
    void everyMessageHasAFileAndEveryFileAMessage() {
        assertEquals(Set.of(ClientMessage.class.getPermittedSubclasses()), classes(Messages.client()));
        assertEquals(Set.of(ServerMessage.class.getPermittedSubclasses()), classes(Messages.server()));
        assertEquals(
                Golden.files("client"),
                Messages.client().map(Golden::file).sorted().toList());
        assertEquals(
                Golden.files("server"),
                Messages.server().map(Golden::file).sorted().toList());
    }

    @Test
    void noMessagePrintsWhatItMustNot() {
        Stream.concat(Messages.client(), Messages.server())
                .forEach(golden -> assertFalse(golden.value().toString().contains("SECRET"), golden.file()));
    }

    private static <M> Set<Class<?>> classes(Stream<Golden<M>> goldens) {
        return goldens.<Class<?>>map(golden -> golden.value().getClass()).collect(toSet());
    }
}
