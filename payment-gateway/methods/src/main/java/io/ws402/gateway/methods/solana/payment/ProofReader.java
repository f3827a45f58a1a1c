package io.ws402.gateway.methods.solana.payment;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.config.SolanaSettings;
import io.ws402.protocol.payment.PaymentProof;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.p2p.solanaj.utils.Base58;

/**
 * Reads proofs of one cluster. Pure and total. A proof that names a type or network must name this one; one that names none
 * is told by its {@code signature}, unless it also carries what only other methods' proofs carry.
 */
public final class ProofReader {
    /** What 0.1 calls payments on any cluster. */
    public static final String TYPE = "solana";

    private static final String SIGNATURE = "signature";
    private static final String SENDER = "senderWallet";
    private static final int SIGNATURE_BYTES = 64;
    private static final int MIN_SIGNATURE = 64;
    private static final int MAX_SIGNATURE = 88;
    private static final Set<String> FIELDS_OF_OTHERS = Set.of(
            "account",
            "mac",
            "token",
            "proofs",
            "txHash",
            "senderAddress",
            "preimage",
            "paymentHash",
            "txid",
            "vout",
            "payload",
            "authorization");

    private final Set<String> types;
    private final Set<String> networks;

    /** For the proofs of this cluster. */
    public ProofReader(SolanaSettings settings) {
        this.types = new HashSet<>(Set.of(TYPE));
        types.add(settings.id());
        this.networks = new HashSet<>(Set.of(settings.network(), settings.chain()));
        networks.add(settings.id());
    }

    /** What a proof turned out to be. */
    public sealed interface Reading {
        /** One of this cluster, by its shape. */
        record Read(SolanaProof proof) implements Reading {}

        /** Meant for this cluster, but broken: the reason is a sentence for the payer. */
        record Malformed(String reason) implements Reading {}

        /** Not of this cluster. */
        record Foreign() implements Reading {}
    }

    /** Reads a proof. */
    public Reading read(PaymentProof proof) {
        JsonObject json = proof.json();
        boolean named = names(json, "type", types);
        boolean ofAnother = (isPresent(json, "type") && !named) || namesAnotherNetwork(json);
        boolean carriesOthers = !named && FIELDS_OF_OTHERS.stream().anyMatch(json::containsKey);
        boolean looksRight = json.getValue(SIGNATURE) instanceof String text && !text.startsWith("0x");
        if (ofAnother || carriesOthers || !(named || looksRight)) {
            return new Reading.Foreign();
        }
        return details(json);
    }

    /** Whether a proof says that it is of another cluster than this one. */
    public boolean namesAnotherNetwork(JsonObject json) {
        return isPresent(json, "network") && !names(json, "network", networks);
    }

    private static Reading details(JsonObject json) {
        if (!(json.getValue(SIGNATURE) instanceof String signature) || !isSignature(signature)) {
            return new Reading.Malformed("signature must be a transaction's signature: 64 bytes in base58.");
        }
        if (json.getValue("reference") != null && !(json.getValue("reference") instanceof String)) {
            return new Reading.Malformed("reference must be the text that the quote gave.");
        }
        Object sender = json.getValue(SENDER);
        if (sender == null || sender.equals("")) {
            return new Reading.Read(new SolanaProof(signature, Optional.empty()));
        }
        Optional<SolanaAddress> address = sender instanceof String text ? SolanaAddress.parse(text) : Optional.empty();
        return address.isPresent()
                ? new Reading.Read(new SolanaProof(signature, address))
                : new Reading.Malformed("senderWallet must be an address: 32 bytes in base58.");
    }

    private static boolean isSignature(String text) {
        if (text.length() < MIN_SIGNATURE || text.length() > MAX_SIGNATURE) {
            return false;
        }
        try {
            return Base58.decode(text).length == SIGNATURE_BYTES;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static boolean isPresent(JsonObject json, String field) {
        return json.getValue(field) != null;
    }

    private static boolean names(JsonObject json, String field, Set<String> known) {
        return json.getValue(field) instanceof String text && known.contains(text);
    }
}
