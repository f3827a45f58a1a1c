package io.ws402.gateway.methods.evm.refund;

import io.vertx.core.buffer.Buffer;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.signing.RecoverableSignature;
import io.ws402.gateway.methods.signing.SigningException;
import java.math.BigInteger;
import java.security.SignatureException;
import org.web3j.crypto.Hash;
import org.web3j.crypto.Keys;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.Sign;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.utils.Numeric;

/**
 * An EIP-1559 transaction that carries a refund.
 *
 * @param chainId the chain it is good for
 * @param nonce its number among the wallet's transactions
 * @param payout what it does
 * @param terms what it may cost
 */
record RefundTransaction(long chainId, long nonce, Payout payout, Terms terms) {
    private static final int WORD_BYTES = 32;

    /** What is to be signed. */
    byte[] digest() {
        return Hash.sha3(TransactionEncoder.encode(raw()));
    }

    /**
     * The bytes to send.
     *
     * @throws SigningException when the signature is not the wallet's
     */
    SignedTransfer signed(RecoverableSignature signature, EvmAddress wallet) {
        Sign.SignatureData data = new Sign.SignatureData(
                (byte) (Sign.LOWER_REAL_V + signature.recoveryId()),
                Numeric.toBytesPadded(signature.r(), WORD_BYTES),
                Numeric.toBytesPadded(signature.s(), WORD_BYTES));
        requireSigner(data, wallet);
        byte[] bytes = TransactionEncoder.encode(raw(), data);
        return new SignedTransfer(Numeric.toHexString(Hash.sha3(bytes)), nonce, Buffer.buffer(bytes), terms.toJson());
    }

    private void requireSigner(Sign.SignatureData data, EvmAddress wallet) {
        try {
            BigInteger key = Sign.signedMessageHashToKey(digest(), data);
            if (!("0x" + Keys.getAddress(key)).equals(wallet.lower())) {
                throw new SigningException("the signer's signature is not one of " + wallet);
            }
        } catch (SignatureException e) {
            throw new SigningException("the signer's signature is malformed");
        }
    }

    private RawTransaction raw() {
        return RawTransaction.createTransaction(
                chainId,
                BigInteger.valueOf(nonce),
                BigInteger.valueOf(terms.gasLimit()),
                payout.target().lower(),
                payout.value(),
                payout.data(),
                terms.fees().tip(),
                terms.fees().maxFeePerGas());
    }
}
