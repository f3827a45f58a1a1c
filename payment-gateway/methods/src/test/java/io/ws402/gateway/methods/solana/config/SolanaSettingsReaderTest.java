package io.ws402.gateway.methods.solana.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.ExposureCap;
import io.ws402.gateway.method.MethodConfigurationException;
import io.ws402.gateway.methods.solana.chain.Commitment;
import io.ws402.gateway.methods.solana.chain.TokenProgram;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2p.solanaj.core.Account;

final class SolanaSettingsReaderTest {
    private static final String WALLET = "4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T";

    private final Account account = new Account();

    @Test
    void hasNoClustersWithoutConfiguration() {
        assertEquals(List.of(), reader(false).read(new JsonObject()));
    }

    @Test
    void knowsTheMainClusterByItsName() {
        SolanaSettings main = one("{network: 'mainnet-beta', wallet: '" + WALLET + "'}");
        assertEquals("solana", main.id());
        assertEquals("solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp", main.chain());
        assertEquals(
                List.of(
                        "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp/slip44:501",
                        "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp/token:EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"),
                main.assets().stream().map(each -> each.asset().id().value()).toList());
        Asset usdc = main.assets().getLast().asset();
        assertEquals(Commitment.CONFIRMED, main.finality().of(new Money(usdc, BigInteger.valueOf(100_000_000))));
        assertEquals(Commitment.FINALIZED, main.finality().of(new Money(usdc, BigInteger.valueOf(100_000_001))));
        assertEquals(
                "solana-devnet",
                one("{network: 'devnet', wallet: '" + WALLET + "'}").id());
    }

    @Test
    void servesOnSoMuchBeforeItIsFinal() {
        SolanaSettings main = one("{network: 'mainnet-beta', wallet: '" + WALLET + "'}");
        assertEquals(
                new ExposureCap(BigInteger.valueOf(500_000_000L), BigInteger.valueOf(10_000_000_000L)),
                main.exposure().get("USDC"));
        assertEquals(
                new ExposureCap(BigInteger.valueOf(5_000_000_000L), BigInteger.valueOf(100_000_000_000L)),
                main.exposure().get("SOL"));
        SolanaSettings written =
                one("{network: 'mainnet-beta', wallet: '" + WALLET + "', exposure: {perPayer: {SOL: '0.1'}}}");
        assertEquals(
                new ExposureCap(BigInteger.TEN.pow(8), null), written.exposure().get("SOL"));
        assertEquals(ExposureCap.NONE, written.exposure().get("USDC"));
        assertEquals(
                ExposureCap.NONE,
                one("{network: 'devnet', wallet: '" + WALLET + "'}").exposure().get("SOL"));
    }

    @Test
    void receivesATokenAtTheWalletsAssociatedAccount() {
        SolanaSettings main = one("{network: 'mainnet-beta', wallet: '" + WALLET + "', native: {enabled: false}}");
        assertEquals(
                "ErzYkGVbRJ9n4QiBQAbBVCMTkwBbjvFW4TNdsnDhTQsz".length(),
                main.assets().getFirst().account().text().length());
        assertEquals(
                WALLET,
                one("{network: 'devnet', wallet: '" + WALLET + "'}")
                        .assets()
                        .getFirst()
                        .account()
                        .text());
    }

    @Test
    void takesTokensByNameOrByMint() {
        SolanaSettings main = one("{network: 'mainnet-beta', wallet: '" + WALLET + "', native: {enabled: false},"
                + " tokens: ['USDT', {symbol: 'X', mint: '2b1kV6DkPAnxd5ixfnxCpjxmKwqjjaYmCZfHsFu24GXo', decimals: 9,"
                + " program: 'token-2022', refundFloor: '0.5'}]}");
        assertEquals(
                List.of("USDT", "X"),
                main.assets().stream().map(each -> each.asset().symbol()).toList());
        assertEquals(BigInteger.valueOf(500_000_000), main.assets().getLast().refundFloor());
        assertEquals(TokenProgram.TOKEN_2022, main.tokens().getLast().program());
    }

    @Test
    void takesAnyOtherClusterThatIsDescribed() {
        SolanaSettings local = one("{network: 'local', genesisHash: '9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin',"
                + " rpcUrls: 'http://127.0.0.1:8899', wallet: '" + WALLET + "', label: 'A shop'}");
        assertEquals("solana:9xQeWvG816bUx9EPjHmaT23yvVM2ZWbr", local.chain());
        assertEquals("solana-local", local.id());
        assertEquals("A shop", local.label());
    }

    @Test
    void takesTheAddressFromAKeypairFileThatIsClosedToOthers(@TempDir Path folder) throws Exception {
        String numbers = Arrays.toString(unsigned(account.getSecretKey()));
        Path file = Files.writeString(folder.resolve("id.json"), numbers + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        String cluster = "{network: 'devnet', keypairFile: '" + file + "'}";
        SolanaSettings settings = one(cluster);
        assertEquals(account.getPublicKeyBase58(), settings.wallet().address().text());
        assertTrue(settings.wallet().signer().isPresent());

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        MethodConfigurationException open = assertThrows(MethodConfigurationException.class, () -> one(cluster));
        assertTrue(open.toString().contains("chmod 600"), open.toString());
    }

    @Test
    void takesAKeyFromTheEnvironmentInDevelopmentAlone() {
        JsonObject methods = methods("{network: 'devnet', privateKeyEnv: 'KEY'}");
        assertEquals(
                account.getPublicKeyBase58(),
                reader(true).read(methods).getFirst().wallet().address().text());
        MethodConfigurationException refusal = assertThrows(
                MethodConfigurationException.class, () -> reader(false).read(methods));
        assertTrue(refusal.toString().contains("solana[0].privateKeyEnv")
                && refusal.toString().contains("--dev"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {network: 'devnet'} | solana[0].wallet | is missing
                    {network: 'devnet', wallet: '0x12'} | solana[0].wallet | not a Solana address
                    {network: 'devnet', wallet: W, colour: 'red'} | solana[0].colour | is not known
                    {network: 'devnet', wallet: W, genesisHash: 'short'} | solana[0].genesisHash | base58
                    {network: 'devnet', wallet: W, genesisHash: '9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin'} | solana[0].genesisHash | devnet begins with
                    {network: 'mine', wallet: W} | solana[0].genesisHash | is missing
                    {network: 'mine', wallet: W, genesisHash: '9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin'} | solana[0].rpcUrls | is missing
                    {network: 'Main!', wallet: W} | solana[0].network | mainnet-beta
                    {network: 'devnet', wallet: W, rpcUrls: ['ws://host/SECRET']} | solana[0].rpcUrls[0] | http
                    {network: 'devnet', wallet: W, native: {enabled: false}, tokens: []} | solana[0].tokens | nothing is taken
                    {network: 'devnet', wallet: W, tokens: ['USDX']} | solana[0].tokens | no mint is known for 'USDX'
                    {network: 'devnet', wallet: W, tokens: ['USDC', 'USDC']} | solana[0].tokens | twice
                    {network: 'devnet', wallet: W, tokens: [{symbol: 'X', mint: W}]} | solana[0].tokens[0].decimals | is missing
                    {network: 'devnet', wallet: W, tokens: [{symbol: 'X', decimals: 6}]} | solana[0].tokens[0].mint | is missing
                    {network: 'devnet', wallet: W, tokens: [{symbol: 'X', mint: W, decimals: 6, program: 'nft'}]} | solana[0].tokens[0].program | token or token-2022
                    {network: 'devnet', wallet: W, tokens: [{symbol: 'WSOL', mint: 'So11111111111111111111111111111111111111112', decimals: 9}]} | solana[0].tokens[0].mint | wrapped SOL
                    {network: 'devnet', wallet: W, native: {refundFloor: '0.0000000001'}} | solana[0].native.refundFloor | more decimal places
                    {network: 'devnet', wallet: W, finality: []} | solana[0].finality | cover every amount
                    {network: 'devnet', wallet: W, finality: [{commitment: 'processed'}]} | solana[0].finality[0].commitment | confirmed or finalized
                    {network: 'devnet', wallet: W, finality: [{upTo: {BTC: 1}, commitment: 'confirmed'}, {commitment: 'finalized'}]} | solana[0].finality[0].upTo.BTC | not taken here
                    {network: 'devnet', wallet: W, exposure: {perPayer: {SOL: '6'}, total: {SOL: '5'}}} | solana[0].exposure.perPayer.SOL | no more than all
                    {network: 'devnet', wallet: W, exposure: {total: {EURC: '5'}}} | solana[0].exposure.total.EURC | is not taken
                    {network: 'devnet', wallet: W, fees: {minUnitPriceMicroLamports: 2, maxUnitPriceMicroLamports: 1}} | solana[0].fees.maxUnitPriceMicroLamports | or more
                    {network: 'devnet', wallet: W, fees: {limit: 1}} | solana[0].fees.limit | is not known
                    {network: 'devnet', keypairFile: '/nowhere'} | solana[0].keypairFile | can not be read
                    {network: 'devnet', keypairFile: '/nowhere', privateKeyEnv: 'KEY'} | solana[0].privateKeyEnv | already
                    {network: 'devnet', wallet: W, passwordEnv: 'P'} | solana[0].keystore | is missing
                    {network: 'devnet', keystore: '/nowhere', passwordEnv: 'KEY'} | solana[0].keystore | can not be read
                    {network: 'devnet', privateKeyEnv: 'UNSET'} | solana[0].privateKeyEnv | is not set
                    {network: 'devnet', wallet: W, privateKeyEnv: 'KEY'} | solana[0].wallet | is not the address of its key
                    """)
    void namesTheKeyAndTheRemedyOfWhatItDoesNotUnderstand(String cluster, String key, String words) {
        JsonObject methods = methods(cluster.replace(": W", ": '" + WALLET + "'"));
        MethodConfigurationException refusal = assertThrows(
                MethodConfigurationException.class, () -> reader(true).read(methods));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.startsWith(key + ": "), message);
        assertTrue(message.contains(words), message);
        assertFalse(message.contains("SECRET"), message);
    }

    @Test
    void refusesWhatWouldMakeAPaymentBelongToTwoMethods() {
        String devnet = "{network: 'devnet', wallet: '" + WALLET + "'}";
        assertThrows(MethodConfigurationException.class, () -> reader(true).read(methods(devnet + "," + devnet)));
        String other = "{id: 'other', network: 'devnet', wallet: '" + WALLET + "'}";
        assertThrows(MethodConfigurationException.class, () -> reader(true).read(methods(devnet + "," + other)));
    }

    private static int[] unsigned(byte[] bytes) {
        int[] numbers = new int[bytes.length];
        for (int index = 0; index < bytes.length; index++) {
            numbers[index] = bytes[index] & 0xff;
        }
        return numbers;
    }

    private SolanaSettings one(String cluster) {
        return reader(false).read(methods(cluster)).getFirst();
    }

    private SolanaSettingsReader reader(boolean development) {
        return new SolanaSettingsReader(name -> name.equals("KEY") ? account.getPrivateKeyBase58() : null, development);
    }

    /** From a notation that is easier on the eye than JSON. */
    private static JsonObject methods(String clusters) {
        String json = clusters.replaceAll("([{,]\\s*)([A-Za-z]+):", "$1\"$2\":").replace('\'', '"');
        return new JsonObject("{\"solana\":[" + json + "]}");
    }
}
