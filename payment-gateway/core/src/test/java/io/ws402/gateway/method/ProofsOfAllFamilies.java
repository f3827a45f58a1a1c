package io.ws402.gateway.method;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.payment.PaymentProof;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A proof of each family of payment methods, so that each can be shown to leave the others' alone. */
final class ProofsOfAllFamilies {
    private static final String REFERENCE = "\"reference\":\"" + "7".repeat(32) + "\"";
    private static final String HEX_64 = "ab".repeat(32);

    private static final Map<String, List<String>> PROOFS = Map.of(
            "evm",
            List.of(
                    "{\"txHash\":\"0x" + HEX_64 + "\"," + REFERENCE + "}",
                    "{\"type\":\"base\",\"txHash\":\"0x" + HEX_64 + "\"," + REFERENCE + "}"),
            "solana",
            List.of(
                    "{\"signature\":\"" + "5".repeat(88) + "\"," + REFERENCE + ",\"senderWallet\":\"" + "9".repeat(44)
                            + "\"}",
                    "{\"type\":\"solana\",\"signature\":\"" + "5".repeat(88) + "\"," + REFERENCE + "}"),
            "credits",
            List.of("{\"type\":\"credits\",\"account\":\"acc_1\"," + REFERENCE + ",\"mac\":\"" + HEX_64 + "\"}"),
            "cashu",
            List.of("{\"token\":\"cashuBo2F0gaJhaUgA\"," + REFERENCE + "}", "{\"type\":\"cashu\",\"proofs\":[]}"),
            "lightning",
            List.of("{\"type\":\"lightning\",\"preimage\":\"" + HEX_64 + "\",\"paymentHash\":\"" + HEX_64 + "\"}"),
            "bitcoin",
            List.of("{\"type\":\"bitcoin\",\"txid\":\"" + HEX_64 + "\",\"vout\":0," + REFERENCE + "}"),
            "x402",
            List.of("{\"x402Version\":2,\"scheme\":\"exact\",\"payload\":{\"signature\":\"0x" + HEX_64
                    + "\",\"authorization\":{}}}"),
            "nobody's",
            List.of("{}", "{" + REFERENCE + "}", "{\"type\":\"unheard-of\",\"txHash\":\"0x" + HEX_64 + "\"}"));

    private ProofsOfAllFamilies() {}

    static List<PaymentProof> but(String family) {
        List<PaymentProof> others = new ArrayList<>();
        PROOFS.forEach((of, proofs) -> {
            if (!of.equals(family)) {
                proofs.forEach(json -> others.add(new PaymentProof(new JsonObject(json))));
            }
        });
        return others;
    }
}
