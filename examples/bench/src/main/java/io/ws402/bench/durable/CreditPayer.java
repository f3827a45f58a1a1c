package io.ws402.bench.durable;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.credits.CreditsProof;
import io.ws402.protocol.payment.PaymentProof;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HexFormat;

/** An account of credits with more than any benchmark can use, and its proofs. */
final class CreditPayer {
    private static final String PLENTY = "1000000000000000000";

    private final String account;
    private final byte[] secret;

    private CreditPayer(String account, byte[] secret) {
        this.account = account;
        this.secret = secret;
    }

    /** A new one. */
    static CreditPayer at(GatewayProgram gateway) throws IOException, InterruptedException {
        JsonObject opened = gateway.operate("/api/credits/accounts", new JsonObject());
        String account = opened.getString("account");
        gateway.operate(
                "/api/credits/accounts/" + account + "/grants",
                new JsonObject().put("grantId", account).put("amount", PLENTY));
        return new CreditPayer(account, HexFormat.of().parseHex(opened.getString("secret")));
    }

    String account() {
        return account;
    }

    PaymentProof proof(String reference, BigInteger amount) {
        return CreditsProof.sign(account, secret, reference, amount).toPaymentProof();
    }
}
