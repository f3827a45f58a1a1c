package io.ws402.chaos.solana;

import io.ws402.chaos.chain.StableHash;
import io.ws402.gateway.methods.signing.LocalEd25519Key;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.p2p.solanaj.utils.Base58;

/** A wallet's real key, which its name decides. */
record SimWallet(SolanaAddress address, LocalEd25519Key key) {
    private static final Map<String, SimWallet> KNOWN = new ConcurrentHashMap<>();

    static SimWallet of(String name) {
        return KNOWN.computeIfAbsent(name, SimWallet::made);
    }

    private static SimWallet made(String name) {
        byte[] pair = ByteBuffer.allocate(Ed25519.SECRET_KEY_SIZE + Ed25519.PUBLIC_KEY_SIZE)
                .putLong(StableHash.hash(name))
                .array();
        Ed25519.generatePublicKey(pair, 0, pair, Ed25519.SECRET_KEY_SIZE);
        LocalEd25519Key key = LocalEd25519Key.of(Base58.encode(pair), name);
        return new SimWallet(SolanaAddress.of(key.publicKey()), key);
    }
}
