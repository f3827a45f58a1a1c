package io.ws402.gateway.app.operator;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.app.http.Answer;
import io.ws402.gateway.app.http.Endpoints;
import io.ws402.gateway.app.http.Exchange;
import io.ws402.gateway.app.http.Problems;
import io.ws402.gateway.credits.CreditTransfer;
import io.ws402.gateway.credits.CreditsMethod;
import io.ws402.gateway.credits.CreditsRepository;
import io.ws402.protocol.gateway.Problem;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.payment.AssetJson;
import java.math.BigInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accounts of the credits method: opened and granted by operators, so that somebody can pay with them. */
public final class CreditsRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(CreditsRoutes.class);
    private static final String ACCOUNT = "account";

    private final CreditsRepository credits;

    /** Over the core's accounts. */
    public CreditsRoutes(CreditsRepository credits) {
        this.credits = credits;
    }

    /** Names the endpoints. */
    public void mount(Endpoints endpoints) {
        endpoints
                .on("openCreditAccount", this::open)
                .on("getCreditAccount", exchange -> account(exchange.path(ACCOUNT)))
                .on("grantCredits", this::grant);
    }

    private Future<Answer> open(Exchange exchange) {
        return credits.openAccount().map(account -> {
            exchange.log(LOG.atInfo(), null).addKeyValue(ACCOUNT, account.id()).log("opened a credit account");
            return Answer.created(json(account.id(), BigInteger.ZERO).put("secret", account.secretHex()));
        });
    }

    private Future<Answer> account(String account) {
        return credits.balance(account)
                .map(found ->
                        found.map(balance -> Answer.ok(json(account, balance))).orElseGet(CreditsRoutes::unknown));
    }

    private Future<Answer> grant(Exchange exchange) {
        Fields fields = Fields.of(exchange.body());
        String account = exchange.path(ACCOUNT);
        BigInteger amount = fields.amount("amount");
        if (amount.signum() == 0) {
            return Future.succeededFuture(
                    Answer.problem(Problems.badRequest("invalid_amount", "amount", "a grant must be 1 or more")));
        }
        return credits.grant(fields.text("grantId"), account, amount).compose(granted -> {
            if (granted.isEmpty()) {
                return Future.succeededFuture(unknown());
            }
            if (!isThatGrant(granted.get(), account, amount)) {
                return Future.succeededFuture(Answer.problem(Problem.of(
                        409, "already_granted", "Conflict", "this grantId was used for another account or amount")));
            }
            exchange.log(LOG.atInfo(), null).addKeyValue(ACCOUNT, account).log("granted {} units", amount);
            return account(account);
        });
    }

    private static boolean isThatGrant(CreditTransfer transfer, String account, BigInteger amount) {
        return transfer.target().equals(account) && transfer.amount().equals(amount);
    }

    private static Answer unknown() {
        return Answer.problem(
                Problem.of(404, "unknown_account", "Not found", "there is no such credit account; open one first"));
    }

    private static JsonObject json(String account, BigInteger balance) {
        return new JsonObject()
                .put(ACCOUNT, account)
                .put("balance", balance.toString())
                .put("asset", AssetJson.write(CreditsMethod.CREDIT));
    }
}
