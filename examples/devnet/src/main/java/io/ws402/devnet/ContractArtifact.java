package io.ws402.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Type;

/**
 * A compiled contract of {@code src/main/solidity}, as {@code npm/compile.mjs} wrote it.
 *
 * @param bytecode what deploys it, without constructor arguments
 * @param deployedBytecode what then stands at its address, immutables still zero
 */
record ContractArtifact(String name, String bytecode, String deployedBytecode) {
    static ContractArtifact load(String name) {
        String resource = "contracts/" + name + ".json";
        try (InputStream json = Objects.requireNonNull(
                ContractArtifact.class.getResourceAsStream(resource), () -> resource + " is not on the class path")) {
            JsonNode artifact = new ObjectMapper().readTree(json);
            return new ContractArtifact(
                    name,
                    artifact.required("bytecode").asText(),
                    artifact.required("deployedBytecode").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deploys it and returns the address of the new contract. */
    @SuppressWarnings("rawtypes") // web3j's own signature
    String deploy(Transactions transactions, Account deployer, List<Type> arguments) {
        String code = bytecode + FunctionEncoder.encodeConstructor(arguments);
        return transactions.create(deployer, code);
    }
}
