package io.ws402.protocol.gateway;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.ws402.protocol.Golden;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenBodiesTest {
    @ParameterizedTest
    @MethodSource("io.ws402.protocol.gateway.Bodies#all")
    void bodiesAreAsTheirFilesShow(Golden<?> golden) {
        golden.check();
    }

    @Test
    void everyBodyHasAFileAndEveryFileABody() {
        Set<String> withFile =
                Bodies.all().map(golden -> golden.value().getClass().getName()).collect(toSet());

        assertEquals(bodies().collect(toSet()), withFile);
        assertEquals(
                Golden.files("gateway"), Bodies.all().map(Golden::file).sorted().toList());
    }

    @Test
    void noBodyPrintsWhatItMustNot() {
        Bodies.all().forEach(golden -> assertFalse(golden.value().toString().contains("SECRET"), golden.file()));
    }

    /** Every record that has a JSON form of its own, or is one of the answers to a verify. */
    private static Stream<String> bodies() {
        return new ClassFileImporter()
                .importPackages("io.ws402.protocol.gateway").stream()
                        .filter(type -> type.isRecord() && type.getSource().isPresent())
                        .filter(type ->
                                type.tryGetMethod("toJson").isPresent() || type.isAssignableTo(VerifyAnswer.class))
                        .map(JavaClass::getName);
    }
}
