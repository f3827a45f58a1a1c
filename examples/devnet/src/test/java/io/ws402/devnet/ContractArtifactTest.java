package io.ws402.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ContractArtifactTest {
    @Test
    void isWhatItsSourceCompilesTo() throws IOException {
        assertEquals(
                "4 contracts are what their sources compile to",
                NodeModules.find().installed().node("compile.mjs", "--check"));
    }
}
