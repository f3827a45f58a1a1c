package io.ws402.demo.whole;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.payment.Codes;
import java.util.ArrayList;
import java.util.List;

/** A proof that opens nothing, and the code it is refused by. */
record Attack(String what, String resource, JsonObject proof, String code) {
    static Attack of(String what, Quoted quote, String txHash, String code) {
        return new Attack(what, quote.resource(), quote.proof(txHash), code);
    }

    /** A good payment, shown for what it is not for, or in words that nobody can read. */
    static List<Attack> misusing(Quoted quote, String txHash, String stranger) {
        List<Attack> attacks = new ArrayList<>();
        JsonObject proof = quote.proof(txHash);
        attacks.add(new Attack("for another resource", "echo", proof, Codes.RESOURCE_MISMATCH));
        attacks.add(new Attack("nothing", quote.resource(), new JsonObject(), Codes.MALFORMED_PROOF));
        with(attacks, quote, proof, "senderAddress", Codes.PAYER_MISMATCH, stranger);
        with(attacks, quote, proof, "chainId", Codes.WRONG_CHAIN, 1, "0x7a69", "031337");
        with(attacks, quote, proof, "network", Codes.WRONG_CHAIN, "base");
        with(attacks, quote, proof, "type", Codes.MALFORMED_PROOF, "solana", "credits", 7);
        String digits = txHash.substring(2);
        String most = txHash.substring(0, txHash.length() - 1);
        with(attacks, quote, proof, "txHash", Codes.MALFORMED_PROOF, "", "0x", digits, "0X" + digits, " " + txHash);
        with(attacks, quote, proof, "txHash", Codes.MALFORMED_PROOF, txHash + " ", txHash + "\n", txHash + "0", most);
        with(attacks, quote, proof, "txHash", Codes.MALFORMED_PROOF, most + "g", most + "\u0663", 7, new JsonObject());
        with(attacks, quote, proof, "txHash", Codes.MALFORMED_PROOF, txHash + "\u0000", txHash + "\ud800");
        with(attacks, quote, proof, "senderAddress", Codes.MALFORMED_PROOF, "0x12", stranger + "0", "payer.eth", 7);
        String reference = quote.reference();
        with(attacks, quote, proof, "reference", Codes.UNKNOWN_REFERENCE, "0".repeat(32), reference + "0", "'; --");
        with(attacks, quote, proof, "reference", Codes.UNKNOWN_REFERENCE, reference + " ", reference + "\n", "\u00e9");
        with(attacks, quote, proof, "reference", Codes.MALFORMED_PROOF, "", " ", 7, true, new JsonObject());
        with(attacks, quote, proof, "timestamp", Codes.MALFORMED_PROOF, 1.5);
        return attacks;
    }

    private static void with(
            List<Attack> attacks, Quoted quote, JsonObject proof, String field, String code, Object... values) {
        for (Object value : values) {
            JsonObject other = proof.copy().put(field, value);
            attacks.add(new Attack(field + " '" + value + "'", quote.resource(), other, code));
        }
    }
}
