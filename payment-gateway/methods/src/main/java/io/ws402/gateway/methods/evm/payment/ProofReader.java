package io.ws402.gateway.methods.evm.payment;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.evm.chain.Hex;
import io.ws402.gateway.methods.evm.config.EvmSettings;
import io.ws402.protocol.payment.PaymentProof;
import java.util.Optional;
import java.util.Set;

/**
 * Reads proofs of one network. Pure and total. A proof that names a type, network or chain must name this one; one that
 * names none is told by its {@code txHash}, unless it also carries what only other methods' proofs carry.
 */
public final class ProofReader {
    /** What 0.1 calls payments on any EVM chain. */
    public static final String TYPE = "base";

    private static final String FAMILY = "evm";
    private static final String TRANSACTION = "txHash";
    private static final String SENDER = "senderAddress";
    private static final Set<String> FIELDS_OF_OTHERS = Set.of(
            "account",
            "mac",
            "token",
            "proofs",
            "signature",
            "senderWallet",
            "preimage",
            "paymentHash",
            "txid",
            "vout",
            "payload",
            "authorization");

    private final Set<String> types;
    private final Set<String> networks;
    private final String chainId;

    /** For the proofs of this network. */
    public ProofReader(EvmSettings settings) {
        this.types = Set.of(TYPE, FAMILY).contains(settings.id())
                ? Set.of(TYPE, FAMILY)
                : Set.of(TYPE, FAMILY, settings.id());
        this.networks = settings.id().equals(settings.network())
                ? Set.of(settings.network(), settings.chain())
                : Set.of(settings.id(), settings.network(), settings.chain());
        this.chainId = Long.toString(settings.chainId());
    }

    /** What a proof turned out to be. */
    public sealed interface Reading {
        /** One of this network, by its shape. */
        record Read(EvmProof proof) implements Reading {}

        /** Meant for this network, but broken: the reason is a sentence for the payer. */
        record Malformed(String reason) implements Reading {}

        /** Not of this network. */
        record Foreign() implements Reading {}
    }

    /** Reads a proof. */
    public Reading read(PaymentProof proof) {
        JsonObject json = proof.json();
        boolean named = names(json, "type", types);
        boolean ofAnother = (isPresent(json, "type") && !named) || namesAnotherChain(json);
        boolean carriesOthers = !named && FIELDS_OF_OTHERS.stream().anyMatch(json::containsKey);
        boolean looksRight = json.getValue(TRANSACTION) instanceof String hash && hash.startsWith("0x");
        if (ofAnother || carriesOthers || !(named || looksRight)) {
            return new Reading.Foreign();
        }
        return details(json);
    }

    /** Whether a proof says that it is of another chain than this one. */
    public boolean namesAnotherChain(JsonObject json) {
        Object chain = json.getValue("chainId");
        return (chain != null && !chainId.equals(chain.toString()))
                || (isPresent(json, "network") && !names(json, "network", networks));
    }

    private static Reading details(JsonObject json) {
        Optional<String> hash = json.getValue(TRANSACTION) instanceof String text ? Hex.word(text) : Optional.empty();
        if (hash.isEmpty()) {
            return new Reading.Malformed("txHash must be a transaction hash: 0x and 64 hexadecimal digits.");
        }
        if (json.getValue("reference") != null && !(json.getValue("reference") instanceof String)) {
            return new Reading.Malformed("reference must be the text that the quote gave.");
        }
        Object sender = json.getValue(SENDER);
        if (sender == null || sender.equals("")) {
            return new Reading.Read(new EvmProof(hash.get(), Optional.empty()));
        }
        Optional<EvmAddress> address = sender instanceof String text ? EvmAddress.ofAnyCase(text) : Optional.empty();
        return address.isPresent()
                ? new Reading.Read(new EvmProof(hash.get(), address))
                : new Reading.Malformed("senderAddress must be an address: 0x and 40 hexadecimal digits.");
    }

    private static boolean isPresent(JsonObject json, String field) {
        return json.getValue(field) != null;
    }

    private static boolean names(JsonObject json, String field, Set<String> known) {
        return json.getValue(field) instanceof String text && known.contains(text);
    }
}
