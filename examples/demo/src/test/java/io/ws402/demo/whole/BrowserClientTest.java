package io.ws402.demo.whole;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The JavaScript client with the whole system: each test of {@code examples/browser-client} is one here. */
@ResourceLock("the whole system")
@ExtendWith(WholeSystem.Extension.class)
class BrowserClientTest {
    private static final NodeSuite SUITE = new NodeSuite("examples/browser-client", "suite of the JavaScript client");

    private final WholeSystem whole;

    @TempDir
    private Path folder;

    BrowserClientTest(WholeSystem whole) {
        this.whole = whole;
    }

    @TestFactory
    Stream<DynamicTest> theJavaScriptClient() throws Exception {
        return SUITE.run(whole.running(), folder);
    }
}
