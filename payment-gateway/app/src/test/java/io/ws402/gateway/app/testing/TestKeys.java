package io.ws402.gateway.app.testing;

/** The API keys of gateways under test; public, therefore good for nothing else. */
public final class TestKeys {
    public static final String SERVER = "test_server_5f2c9d7be0a34c8fa1b6d2e97c40f358";
    public static final String OPERATOR = "test_operator_b81e6fd2c97a4f05938d1ce20b7a64df";

    private TestKeys() {}
}
