package io.ws402.demo.system;

import io.ws402.demo.system.Endpoints.CreditAccount;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The payer's page of a resource, with wallets of play money behind the {@code #} of its address, which no server sees. */
final class PayersPage {
    private PayersPage() {}

    static URI address(URI server, String resource, Ground ground, SolanaGround solana, CreditAccount credits) {
        Map<String, String> wallets = new LinkedHashMap<>();
        wallets.put("wallet", "development");
        ground.chain().ifPresent(chain -> {
            wallets.put("rpc", chain.anvil().rpcUrl());
            wallets.put("account", ground.accounts().getLast().address());
        });
        solana.chain()
                .ifPresent(chain ->
                        wallets.put("solana", solana.accounts().getLast().secretKey()));
        wallets.put("credits", credits.account());
        wallets.put("secret", credits.secret());
        String fragment = wallets.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return URI.create(server + "/ws402/" + resource + "#" + fragment);
    }
}
