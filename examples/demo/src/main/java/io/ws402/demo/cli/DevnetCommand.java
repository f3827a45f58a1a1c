package io.ws402.demo.cli;

import io.ws402.demo.story.Terminal;
import io.ws402.demo.system.Ground;
import io.ws402.demo.system.LocalNet;
import io.ws402.demo.system.Ports;
import io.ws402.demo.system.SolanaGround;
import io.ws402.demo.system.SystemException;
import io.ws402.devnet.Account;
import io.ws402.devnet.Anvil;
import io.ws402.devnet.EvmDevnet;
import io.ws402.devnet.SolanaAccount;
import io.ws402.devnet.SolanaDevnet;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts local chains with funded accounts and test tokens, and a PostgreSQL. */
@Command(
        name = "devnet",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a local EVM chain and a local Solana chain with funded accounts and test tokens, and a PostgreSQL,",
            "until Ctrl-C.",
            "Nothing of it outlives the command, data included.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 64:an option makes no sense",
            " 69:something that is needed is missing or does not start: Node.js, a port, PostgreSQL",
            " 70:a defect of this program",
            "130:Ctrl-C"
        })
final class DevnetCommand implements Callable<Integer> {
    private static final int DEFAULT_BASE = Ports.DEFAULT_BASE + 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--json",
            description = {
                "print one JSON document: evmRpcUrl, chainId, usdc, usdt, accounts, databaseUrl,",
                "solana: {rpcUrl, genesisHash, usdc, feeToken, accounts}"
            })
    private boolean json;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "" + DEFAULT_BASE,
            description = "EVM chain on port N, PostgreSQL on N+1, Solana on N+2 (default: ${DEFAULT-VALUE})")
    private int portBase;

    @Override
    public Integer call() throws InterruptedException {
        if (portBase < 1024 || portBase > 65_533) {
            throw new ParameterException(spec.commandLine(), "--port-base must be from 1024 to 65533");
        }
        Terminal terminal = Main.terminal(json);
        LocalNet net = new LocalNet();
        Stopping stopping = Stopping.onInterrupt(net, terminal);
        try {
            Ground ground = net.start(portBase, portBase + 1);
            SolanaGround solana = net.startSolana(portBase + 2);
            if (json) {
                new PrintStream(System.out, true, StandardCharsets.UTF_8)
                        .println(LocalNet.toJson(ground, solana).encodePrettily());
            } else {
                show(terminal, ground, solana);
            }
            Thread.currentThread().join();
            return ExitCodes.OK;
        } catch (SystemException e) {
            Stopping.ifInterruptedWaitForTheEnd();
            throw new Problem(ExitCodes.UNAVAILABLE, e.sentence());
        } finally {
            stopping.done();
        }
    }

    private static void show(Terminal terminal, Ground ground, SolanaGround solana) {
        EvmDevnet chain = ground.chain().orElseThrow();
        terminal.line(terminal.bold("Local chains and PostgreSQL, until Ctrl-C"));
        row(terminal, "database", ground.databaseUrl());
        terminal.line("");
        row(terminal, "EVM", chain.anvil().rpcUrl() + "  chain id " + Anvil.CHAIN_ID + ", a block each second");
        row(terminal, "USDC", chain.usdc().address());
        row(terminal, "USDT", chain.usdt().address());
        terminal.line("   Accounts with " + Ground.COINS_EACH + " ETH and " + Ground.TOKENS_EACH
                + " USDC each, made up for this run:");
        for (Account account : ground.accounts()) {
            terminal.line("   " + account.address() + "  " + terminal.dim(account.privateKey()));
        }
        terminal.line("");
        if (solana.chain().isPresent()) {
            show(terminal, solana.chain().get(), solana.accounts());
        } else {
            row(terminal, "Solana", solana.whyNoChain());
        }
    }

    private static void show(Terminal terminal, SolanaDevnet solana, List<SolanaAccount> accounts) {
        row(terminal, "Solana", solana.chain().rpcUrl() + "  a slot each 400 ms");
        row(terminal, "genesis", solana.chain().genesisHash());
        row(terminal, "USDC", solana.usdc().mint());
        row(
                terminal,
                "with fee",
                solana.feeToken().mint() + "  Token-2022, withholds 1% of a transfer, 1 token at most");
        terminal.line("   Accounts with " + SolanaGround.SOL_EACH + " SOL and " + SolanaGround.TOKENS_EACH
                + " of each token, made up for this run:");
        for (SolanaAccount account : accounts) {
            terminal.line("   " + account.address() + "  " + terminal.dim(account.secretKey()));
        }
    }

    private static void row(Terminal terminal, String label, String text) {
        terminal.line("   " + terminal.dim(label) + " ".repeat(10 - label.length()) + text);
    }
}
