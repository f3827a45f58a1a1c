package io.ws402.gateway.methods.evm.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.devnet.Account;
import io.ws402.gateway.method.ExposureCap;
import io.ws402.gateway.method.MethodConfigurationException;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.WalletUtils;

final class EvmSettingsReaderTest {
    private static final String WALLET = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

    private final Account account = Account.random();

    @Test
    void hasNoNetworksWithoutConfiguration() {
        assertEquals(List.of(), reader(false).read(new JsonObject()));
    }

    @Test
    void knowsBaseByItsName() {
        EvmSettings base = one("{network: 'base', wallet: '" + WALLET + "'}");
        assertEquals("base", base.id());
        assertEquals(8453, base.chainId());
        assertEquals(List.of("ETH", "USDC"), symbols(base));
        assertEquals(
                List.of("eip155:8453/slip44:60", "eip155:8453/erc20:0x833589fcd6edb6e08f4c7c32d4f71b54bda02913"),
                base.assets().stream().map(each -> each.asset().id().value()).toList());
        assertTrue(base.wallet().signer().isEmpty());
        assertTrue(base.gas().rollupFees());
    }

    @Test
    void knowsBaseSepoliaAndTheLocalChain() {
        EvmSettings sepolia = one("{network: 'base-sepolia', wallet: '" + WALLET + "'}");
        assertEquals(84532, sepolia.chainId());
        assertEquals(
                "eip155:84532/erc20:0x036cbd53842c5426634e7929541ec2318f3dcf7e",
                sepolia.assets().getLast().asset().id().value());
        assertEquals(31337, one("{network: 'local', wallet: '" + WALLET + "'}").chainId());
    }

    @Test
    void takesTokensByNameOrByContract() {
        EvmSettings base = one("{network: 'base', wallet: '" + WALLET + "', native: {enabled: false},"
                + " tokens: ['DAI', {symbol: 'EURC', address: '0x60a3E35Cc302bFA44Cb288Bc5a4F316Fdb1adb42', decimals: 6,"
                + " refundFloor: '0.5'}]}");
        assertEquals(List.of("DAI", "EURC"), symbols(base));
        assertEquals(BigInteger.valueOf(500_000), base.assets().getLast().refundFloor());
        assertEquals("ETH", base.nativeCoin().symbol());
    }

    @Test
    void takesAnyOtherChainThatIsDescribed() {
        EvmSettings gnosis = one("{id: 'gnosis', network: 'gnosis', chainId: '100', native: {symbol: 'xDAI'},"
                + " rpcUrls: ['https://one.example', 'https://two.example'], wallet: '" + WALLET + "'}");
        assertEquals("eip155:100", gnosis.chain());
        assertEquals(2, gnosis.rpcUrls().size());
        assertEquals(List.of("xDAI"), symbols(gnosis));
    }

    @Test
    void asksForMoreDepthWhereMoreIsAtStake() {
        EvmSettings base = one("{network: 'base', wallet: '" + WALLET + "', finality: ["
                + "{upTo: {ETH: '0.1', USDC: 50}, confirmations: 1, refundConfirmations: 3},"
                + "{confirmations: 10, finalized: true}]}");
        Asset eth = base.assets().getFirst().asset();
        FinalityPolicy.Step small = base.finality().of(new Money(eth, BigInteger.TEN.pow(17)));
        assertEquals(1, small.confirmations());
        assertEquals(new FinalityPolicy.Depth.Confirmations(3), small.depth());
        FinalityPolicy.Step large =
                base.finality().of(new Money(eth, BigInteger.TEN.pow(17).add(BigInteger.ONE)));
        assertEquals(10, large.confirmations());
        assertEquals(new FinalityPolicy.Depth.Finalized(), large.depth());
    }

    @Test
    void servesOnSoMuchBeforeItIsFinal() {
        EvmSettings base = one("{network: 'base', wallet: '" + WALLET + "'}");
        assertEquals(
                new ExposureCap(BigInteger.valueOf(500_000_000L), BigInteger.valueOf(10_000_000_000L)),
                base.exposure().get("USDC"));
        EvmSettings written = one("{network: 'base', wallet: '" + WALLET + "', exposure: {perPayer: {ETH: '0.1'}}}");
        assertEquals(
                new ExposureCap(BigInteger.TEN.pow(17), null),
                written.exposure().get("ETH"));
        assertEquals(ExposureCap.NONE, written.exposure().get("USDC"));
        assertEquals(
                ExposureCap.NONE,
                one("{network: 'local', wallet: '" + WALLET + "'}").exposure().get("ETH"));
    }

    @Test
    void readsWhatTheWalletShouldHoldInWholeUnitsAlsoOfACoinThatIsNotTaken() {
        EvmSettings base = one("{network: 'base', wallet: '" + WALLET
                + "', native: {enabled: false}, walletMinimum: {ETH: '0.05', USDC: '100'}}");
        assertEquals(
                Map.of(
                        base.nativeCoin().id(),
                        BigInteger.TEN.pow(16).multiply(BigInteger.valueOf(5)),
                        base.assets().getFirst().asset().id(),
                        BigInteger.valueOf(100_000_000)),
                base.walletMinimum());
        assertEquals(
                Map.of(), one("{network: 'base', wallet: '" + WALLET + "'}").walletMinimum());
    }

    @Test
    void takesTheAddressFromTheKey(@TempDir Path folder) throws Exception {
        String file = WalletUtils.generateWalletFile(
                "secret", Credentials.create(account.privateKey()).getEcKeyPair(), folder.toFile(), false);
        Path password = Files.writeString(folder.resolve("password"), "secret\n");
        EvmSettings local =
                one("{network: 'local', keystore: '" + folder.resolve(file) + "', passwordFile: '" + password + "'}");
        assertEquals(account.address(), local.wallet().address().checksummed());
        assertTrue(local.wallet().signer().isPresent());
    }

    @Test
    void takesAKeyFromTheEnvironmentInDevelopmentAlone() {
        JsonObject methods = methods("{network: 'local', privateKeyEnv: 'KEY'}");
        assertEquals(
                account.address(),
                reader(true).read(methods).getFirst().wallet().address().checksummed());
        MethodConfigurationException refusal = assertThrows(
                MethodConfigurationException.class, () -> reader(false).read(methods));
        assertTrue(refusal.toString().contains("evm[0].privateKeyEnv")
                && refusal.toString().contains("--dev"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {network: 'base'} | evm[0].wallet | is missing
                    {network: 'base', wallet: '0x12'} | evm[0].wallet | not an address
                    {network: 'base', wallet: '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAee'} | evm[0].wallet | checksum
                    {network: 'base', wallet: W, colour: 'red'} | evm[0].colour | is not known
                    {network: 'base', wallet: W, chainId: 1} | evm[0].chainId | base is chain 8453, not 1
                    {network: 'base', wallet: W, chainId: true} | evm[0].chainId | whole number
                    {network: 'gnosis', wallet: W} | evm[0].chainId | is missing
                    {network: 'gnosis', wallet: W, chainId: 100} | evm[0].rpcUrls | is missing
                    {network: 'Base!', wallet: W} | evm[0].network | lower-case letters
                    {wallet: W} | evm[0].network | base, base-sepolia, local
                    {network: 'base', wallet: W, rpcUrls: ['ws://host/SECRET']} | evm[0].rpcUrls[0] | http
                    {network: 'base', wallet: W, rpcUrls: [7]} | evm[0].rpcUrls | list of texts
                    {network: 'base', wallet: W, native: {enabled: 'yes'}} | evm[0].native.enabled | true or false
                    {network: 'base', wallet: W, native: {enabled: false}, tokens: []} | evm[0].tokens | nothing is taken
                    {network: 'base', wallet: W, walletMinimum: {EURC: '5'}} | evm[0].walletMinimum.EURC | is not taken
                    {network: 'base', wallet: W, walletMinimum: {}} | evm[0].walletMinimum.… | write an amount
                    {network: 'base', wallet: W, walletMinimum: {USDC: '0.0000001'}} | evm[0].walletMinimum.USDC | decimal places
                    {network: 'base', wallet: W, exposure: {USDC: '5'}} | evm[0].exposure.USDC | is not known
                    {network: 'base', wallet: W, exposure: {total: {EURC: '5'}}} | evm[0].exposure.total.EURC | is not taken
                    {network: 'base', wallet: W, exposure: {total: {USDC: '0.0000001'}}} | evm[0].exposure.total.USDC | decimal places
                    {network: 'base', wallet: W, exposure: {total: {}}} | evm[0].exposure.total.… | write an amount
                    {network: 'base', wallet: W, exposure: {perPayer: {USDC: '6'}, total: {USDC: '5'}}} | evm[0].exposure.perPayer.USDC | no more than all
                    {network: 'base', wallet: W, tokens: ['USDX']} | evm[0].tokens | no contract is known for 'USDX'
                    {network: 'base', wallet: W, tokens: ['USDC', 'USDC']} | evm[0].tokens | twice
                    {network: 'base', wallet: W, tokens: [{symbol: 'X', address: W}]} | evm[0].tokens[0].decimals | is missing
                    {network: 'base', wallet: W, tokens: [{symbol: 'X', decimals: 6}]} | evm[0].tokens[0].address | is missing
                    {network: 'base', wallet: W, native: {refundFloor: 0.5}} | evm[0].native.refundFloor | in quotes
                    {network: 'base', wallet: W, finality: []} | evm[0].finality | cover every amount
                    {network: 'base', wallet: W, finality: [{upTo: {ETH: 1}, confirmations: 1, finalized: true}]} | evm[0].finality | cover every amount
                    {network: 'base', wallet: W, finality: [{confirmations: 2, refundConfirmations: 1}]} | evm[0].finality[0].refundConfirmations | confirmations or more
                    {network: 'base', wallet: W, finality: [{confirmations: 2}]} | evm[0].finality[0].refundConfirmations | either
                    {network: 'base', wallet: W, finality: [{confirmations: 0, finalized: true}]} | evm[0].finality[0].confirmations | whole number
                    {network: 'base', wallet: W, finality: [{upTo: {BTC: 1}, confirmations: 1, finalized: true}, {confirmations: 1, finalized: true}]} | evm[0].finality[0].upTo.BTC | not taken here
                    {network: 'base', wallet: W, gas: {maxFeePerGasGwei: '1', maxTipGwei: '2'}} | evm[0].gas.maxFeePerGasGwei | or more
                    {network: 'base', wallet: W, gas: {limit: 1}} | evm[0].gas.limit | is not known
                    {network: 'base', wallet: W, passwordEnv: 'P'} | evm[0].keystore | is missing
                    {network: 'base', keystore: '/nowhere', passwordEnv: 'KEY'} | evm[0].keystore | can not be read
                    {network: 'base', keystore: 'a\\u0000b', passwordEnv: 'KEY'} | evm[0].keystore | no path
                    {network: 'base', keystore: '/nowhere'} | evm[0].passwordFile | either
                    {network: 'base', privateKeyEnv: 'UNSET'} | evm[0].privateKeyEnv | is not set
                    {network: 'base', wallet: W, privateKeyEnv: 'KEY'} | evm[0].wallet | is not the address of its key
                    """)
    void namesTheKeyAndTheRemedyOfWhatItDoesNotUnderstand(String network, String key, String words) {
        JsonObject methods = methods(network.replace(": W", ": '" + WALLET + "'"));
        MethodConfigurationException refusal = assertThrows(
                MethodConfigurationException.class, () -> reader(true).read(methods));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.startsWith(key + ": "), message);
        assertTrue(message.contains(words), message);
        assertFalse(message.contains("SECRET"), message);
    }

    @Test
    void refusesWhatWouldMakeAPaymentBelongToTwoMethods() {
        String base = "{network: 'base', wallet: '" + WALLET + "'}";
        assertThrows(MethodConfigurationException.class, () -> reader(true).read(methods(base + "," + base)));
        String other = "{id: 'other', network: 'base', wallet: '" + WALLET + "'}";
        assertThrows(MethodConfigurationException.class, () -> reader(true).read(methods(base + "," + other)));
        assertThrows(MethodConfigurationException.class, () -> reader(true).read(new JsonObject().put("evm", "base")));
    }

    private EvmSettings one(String network) {
        return reader(false).read(methods(network)).getFirst();
    }

    private EvmSettingsReader reader(boolean development) {
        return new EvmSettingsReader(name -> name.equals("KEY") ? account.privateKey() : null, development);
    }

    /** From a notation that is easier on the eye than JSON. */
    private static JsonObject methods(String networks) {
        String json = networks.replaceAll("([{,]\\s*)([A-Za-z]+):", "$1\"$2\":").replace('\'', '"');
        return new JsonObject("{\"evm\":[" + json + "]}");
    }

    private static List<String> symbols(EvmSettings settings) {
        return settings.assets().stream().map(each -> each.asset().symbol()).toList();
    }
}
