package io.ws402.demo.cli;

import io.ws402.demo.story.Terminal;
import io.ws402.demo.system.Endpoints;
import io.ws402.devnet.SolanaDevnet;

/** Shows where everything of a kept demo is. */
final class KeepNotice {
    private KeepNotice() {}

    static void show(Terminal terminal, Endpoints endpoints) {
        terminal.line("");
        terminal.line(terminal.bold("Everything stays up until Ctrl-C"));
        row(terminal, "gateway", endpoints.gatewayUrl().toString());
        endpoints.servers().forEach(server -> row(terminal, "server", server.toString()));
        endpoints
                .resources()
                .forEach(resource -> row(
                        terminal,
                        "resource",
                        resource.url() + "  " + resource.pricePerSecond() + " units of " + resource.currency()
                                + " a second"));
        if (endpoints.evmRpcUrl() != null) {
            row(terminal, "chain", endpoints.evmRpcUrl() + "  chain id " + endpoints.chainId());
            row(terminal, "test USDC", String.valueOf(endpoints.usdc()));
        }
        endpoints.solana().chain().ifPresent(chain -> {
            row(terminal, "Solana", chain.chain().rpcUrl());
            row(terminal, "USDC-SPL", chain.usdc().mint());
        });
        showPage(terminal, endpoints);
        row(terminal, "try", tryIt(endpoints));
        endpoints.solana().chain().ifPresent(chain -> row(terminal, "or", onSolana(endpoints, chain)));
        terminal.line("   ./ws402 demo --keep --json prints all of it, with keys and accounts.");
    }

    /** The one thing to open while the story is still told; what is paid there is of other accounts than the story's. */
    static void showPage(Terminal terminal, Endpoints endpoints) {
        row(terminal, "page", endpoints.page() + "  opens in a browser, with play money");
    }

    private static String resource(Endpoints endpoints) {
        return endpoints.servers().getFirst() + "/ws402/"
                + endpoints.resources().getFirst().id();
    }

    private static String onSolana(Endpoints endpoints, SolanaDevnet chain) {
        return SolanaKey.KEY + "=" + endpoints.solana().accounts().getLast().secretKey() + " " + SolanaKey.RPC_URL + "="
                + chain.chain().rpcUrl() + " ./ws402 pay " + resource(endpoints) + " --seconds 5";
    }

    private static String tryIt(Endpoints endpoints) {
        String resource = resource(endpoints);
        if (endpoints.evmRpcUrl() == null) {
            var account = endpoints.creditAccounts().getFirst();
            return PayerKey.CREDITS_SECRET + "=" + account.secret() + " ./ws402 pay " + resource
                    + " --seconds 5 --credits-account " + account.account();
        }
        return PayerKey.PRIVATE_KEY + "=" + endpoints.accounts().getLast().privateKey() + " " + PayerKey.RPC_URL + "="
                + endpoints.evmRpcUrl() + " ./ws402 pay " + resource + " --seconds 5";
    }

    private static void row(Terminal terminal, String label, String text) {
        terminal.line("   " + terminal.dim(label) + " ".repeat(Math.max(1, 11 - label.length())) + text);
    }
}
