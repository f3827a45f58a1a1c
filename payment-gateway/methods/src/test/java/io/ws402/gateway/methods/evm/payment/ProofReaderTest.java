package io.ws402.gateway.methods.evm.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.evm.config.EvmSettingsReader;
import io.ws402.gateway.methods.evm.payment.ProofReader.Reading;
import io.ws402.protocol.payment.PaymentProof;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProofReaderTest {
    private static final String HASH = "0x" + "Ab".repeat(32);
    private static final String WALLET = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

    private final ProofReader base = of("base");
    private final ProofReader sepolia = of("base-sepolia");

    @Test
    void readsAProofOf01() {
        Reading reading = read(base, proof().put("senderAddress", WALLET.toLowerCase(Locale.ROOT)));
        assertEquals(
                new Reading.Read(new EvmProof("0x" + "ab".repeat(32), Optional.of(EvmAddress.parse(WALLET)))), reading);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"base\"}",
                "{\"type\":\"evm\"}",
                "{\"network\":\"base\"}",
                "{\"network\":\"eip155:8453\"}",
                "{\"chainId\":8453}",
                "{\"chainId\":\"8453\"}",
                "{\"senderAddress\":\"\"}",
                "{\"senderAddress\":null}",
                "{\"claimSecret\":\"x\",\"timestamp\":1}"
            })
    void takesProofsThatNameItOrNothing(String also) {
        assertInstanceOf(Reading.Read.class, read(base, proof().mergeIn(new JsonObject(also))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"solana\"}",
                "{\"type\":7}",
                "{\"network\":\"base-sepolia\"}",
                "{\"chainId\":84532}",
                "{\"chainId\":8453.0}",
                "{\"signature\":\"5\"}",
                "{\"mac\":\"ab\"}"
            })
    void leavesThoseThatNameSomethingElse(String also) {
        assertInstanceOf(Reading.Foreign.class, read(base, proof().mergeIn(new JsonObject(also))));
    }

    @Test
    void tellsNetworksApartWhereTheProofDoes() {
        JsonObject proof = proof().put("chainId", 84532);
        assertInstanceOf(Reading.Foreign.class, read(base, proof));
        assertInstanceOf(Reading.Read.class, read(sepolia, proof));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"txHash\":\"0x12\"}",
                "{\"type\":\"base\",\"txHash\":7}",
                "{\"type\":\"base\",\"txHash\":null}",
                "{\"reference\":7}",
                "{\"senderAddress\":\"0x12\"}",
                "{\"senderAddress\":\"0X5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed\"}",
                "{\"senderAddress\":\"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed0\"}",
                "{\"senderAddress\":\"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe\u0663\"}",
                "{\"senderAddress\":\"payer.eth\"}",
                "{\"senderAddress\":7}",
                "{\"senderAddress\":[]}"
            })
    void saysWhatIsWrongWithItsOwn(String also) {
        assertInstanceOf(Reading.Malformed.class, read(base, proof().mergeIn(new JsonObject(also))));
    }

    @Test
    void takesNothingButAWholeHashForOne() {
        String most = HASH.substring(0, HASH.length() - 1);
        for (String hash : List.of(
                most, HASH + "0", most + "\u0663", most + "g", HASH + "\n", " " + HASH, "0X" + HASH.substring(2))) {
            JsonObject proof = proof().put("type", "base").put("txHash", hash);
            Reading.Malformed malformed = assertInstanceOf(Reading.Malformed.class, read(base, proof), hash);
            assertTrue(malformed.reason().contains("64 hexadecimal digits"), malformed.reason());
        }
    }

    @Test
    void takesASenderInAnyCase() {
        String otherCase = "0x" + WALLET.substring(2).toUpperCase(Locale.ROOT);
        String wrongChecksum = WALLET.replace("aAeb", "AaEB");
        for (String sender : List.of(WALLET, otherCase, wrongChecksum)) {
            Reading.Read reading =
                    assertInstanceOf(Reading.Read.class, read(base, proof().put("senderAddress", sender)));
            assertEquals(Optional.of(EvmAddress.parse(WALLET)), reading.proof().sender());
        }
    }

    private static JsonObject proof() {
        return new JsonObject().put("txHash", HASH).put("reference", "7".repeat(32));
    }

    private static Reading read(ProofReader reader, JsonObject proof) {
        return reader.read(new PaymentProof(proof));
    }

    private static ProofReader of(String network) {
        JsonObject methods =
                new JsonObject("{\"evm\":[{\"network\":\"" + network + "\",\"wallet\":\"" + WALLET + "\"}]}");
        return new ProofReader(
                new EvmSettingsReader(name -> null, false).read(methods).getFirst());
    }
}
