package io.ws402.demo.system;

import io.vertx.core.json.JsonObject;
import io.ws402.demo.client.JsonHttp;
import io.ws402.demo.system.Endpoints.CreditAccount;
import io.ws402.protocol.json.Amounts;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.util.UUID;

/** The gateway as its operator talks to it. Blocking, in bounded time. */
public final class Gateway {
    private final JsonHttp http;
    private final URI url;
    private final String operatorKey;

    Gateway(JsonHttp http, URI url, String operatorKey) {
        this.http = http;
        this.url = url;
        this.operatorKey = operatorKey;
    }

    /** The ledger's audit; {@code holds} is its verdict. */
    public JsonObject audit() throws IOException {
        return http.get(url.resolve("/api/audit"), operatorKey);
    }

    /** What is not over yet: quotes, held payments, refunds on their way. */
    public JsonObject pending() throws IOException {
        return http.get(url.resolve("/api/admin/pending"), operatorKey);
    }

    /** Opens an account of credits and puts so many smallest units into it. */
    public CreditAccount openCreditAccount(BigInteger units) throws IOException {
        JsonObject opened = http.post(url.resolve("/api/credits/accounts"), operatorKey, new JsonObject());
        CreditAccount account = new CreditAccount(opened.getString("account"), opened.getString("secret"));
        JsonObject grant =
                new JsonObject().put("grantId", "demo_" + UUID.randomUUID()).put("amount", units.toString());
        http.post(url.resolve("/api/credits/accounts/" + account.account() + "/grants"), operatorKey, grant);
        return account;
    }

    /** The balance of an account of credits, in smallest units. */
    public BigInteger creditBalance(String account) throws IOException {
        return Amounts.read(http.get(url.resolve("/api/credits/accounts/" + account), operatorKey), "balance");
    }
}
