package io.ws402.demo.wallet;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.payment.AcceptedAsset;
import io.ws402.protocol.payment.PaymentProof;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An account of credits at the gateway. Paying needs no network: the proof is a MAC over the quote's reference and
 * amount, and the gateway moves the credits when it is presented. It is good for that one quote only; the secret itself
 * is never shown to anybody.
 */
public final class CreditsWallet implements Wallet {
    /** Where an account's balance can be asked for; a payer has no such call, an operator has. */
    @FunctionalInterface
    public interface BalanceSource {
        /** The balance in smallest units; @throws IOException when it can not be had. */
        BigInteger of(String account) throws IOException;
    }

    private static final String ALGORITHM = "HmacSHA256";
    private static final String DOMAIN = "ws402-credits-v1";
    private static final String CREDITS = "credit:";

    private final String account;
    private final byte[] secret;
    private final BalanceSource balances;

    /** A wallet that does not know its balance. */
    public CreditsWallet(String account, byte[] secret) {
        this(account, secret, unknown -> {
            throw new IOException("only the gateway's operator knows the balance of an account of credits");
        });
    }

    /** A wallet that knows where to ask for its balance. */
    public CreditsWallet(String account, byte[] secret, BalanceSource balances) {
        this.account = account;
        this.secret = secret.clone();
        this.balances = balances;
    }

    @Override
    public String address() {
        return account;
    }

    @Override
    public boolean canPay(AcceptedAsset offer) {
        return offer.asset().id().local().startsWith(CREDITS);
    }

    @Override
    public BigInteger balance(Asset asset) throws IOException {
        return balances.of(account);
    }

    @Override
    public PayOutcome pay(PaymentTerms terms) {
        JsonObject proof = new JsonObject()
                .put("type", "credits")
                .put("account", account)
                .put("reference", terms.reference())
                .put("mac", mac(terms.reference(), terms.amount().units()))
                .put("timestamp", System.currentTimeMillis());
        return new PayOutcome.Paid(new Payment(account, null, BigInteger.ZERO, new PaymentProof(proof)));
    }

    private String mac(String reference, BigInteger amount) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            byte[] message = (DOMAIN + "\n" + reference + "\n" + amount).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(mac.doFinal(message));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
