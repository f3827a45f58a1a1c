package io.ws402.server.pricing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ws402.protocol.message.Schema.Offer;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.payment.AcceptedAsset;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.server.pricing.Tariff.Price;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TariffTest {
    private static final AcceptedAsset BASE_ETH = accepted("base", "eip155:8453/slip44:60", "ETH", true);
    private static final AcceptedAsset BASE_USDC = accepted("base", "eip155:8453/erc20:0xaa", "USDC", false);
    private static final AcceptedAsset LOCAL_ETH = accepted("local", "eip155:31337/slip44:60", "ETH", false);
    private static final AcceptedAsset LOCAL_USDC = accepted("local", "eip155:31337/erc20:0xbb", "USDC", false);
    private static final List<AcceptedAsset> ALL = List.of(BASE_ETH, BASE_USDC, LOCAL_ETH, LOCAL_USDC);

    @Test
    void aPriceWithoutMethodAndAssetIsForTheGatewaysDefaultOnly() {
        assertEquals(List.of(BASE_ETH), accepted(new Tariff(List.of(price(null, null, 1))), ALL));
    }

    @Test
    void aPriceWithAMethodAloneIsForThatMethodsDefault() {
        assertEquals(List.of(LOCAL_ETH), accepted(new Tariff(List.of(price("local", null, 1))), ALL));
    }

    @Test
    void aPriceInAnAssetIsForEveryMethodThatTakesIt() {
        assertEquals(List.of(BASE_USDC, LOCAL_USDC), accepted(new Tariff(List.of(price(null, "USDC", 1))), ALL));
    }

    @Test
    void theFirstPriceThatFitsCounts() {
        Tariff tariff = new Tariff(List.of(price("local", "eip155:31337/erc20:0xbb", 7), price(null, "USDC", 1)));
        List<Offer> offers = tariff.offers(ALL);
        assertEquals(
                List.of(1L, 7L),
                offers.stream()
                        .map(offer -> offer.plan().pricePerSecond().longValue())
                        .toList());
    }

    @Test
    void selectsWhatAPayerNames() {
        Tariff tariff = new Tariff(List.of(price(null, "ETH", 5), price(null, "USDC", 1)));
        List<Offer> offers = tariff.offers(ALL);
        assertEquals(Optional.of(LOCAL_ETH), selected(offers, "local", null));
        assertEquals(Optional.of(BASE_USDC), selected(offers, null, "USDC"));
        assertEquals(Optional.of(LOCAL_USDC), selected(offers, null, "eip155:31337/erc20:0xbb"));
        assertEquals(Optional.empty(), selected(offers, "base", "eip155:31337/erc20:0xbb"));
        assertEquals(Optional.empty(), selected(offers, "solana", null));
    }

    @Test
    void needsAPrice() {
        assertThrows(IllegalArgumentException.class, () -> new Tariff(List.of()));
    }

    private static List<AcceptedAsset> accepted(Tariff tariff, List<AcceptedAsset> all) {
        return tariff.offers(all).stream().map(Offer::accepted).toList();
    }

    private static Optional<AcceptedAsset> selected(
            List<Offer> offers, @Nullable String method, @Nullable String asset) {
        return Tariff.select(offers, method, asset).map(Offer::accepted);
    }

    private static Price price(@Nullable String method, @Nullable String asset, long perSecond) {
        return new Price(method, asset, PricePlan.perSecond(BigInteger.valueOf(perSecond), 60));
    }

    private static AcceptedAsset accepted(String method, String id, String symbol, boolean byDefault) {
        return new AcceptedAsset(method, method, new Asset(new AssetId(id), symbol, 6), byDefault);
    }
}
