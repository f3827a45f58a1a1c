package io.ws402.gateway.voucher;

import io.ws402.gateway.storage.Await;
import io.ws402.protocol.payment.PaymentProof;
import java.math.BigInteger;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;

/** What payers do on the fake chain, and what happens to them. */
record VoucherPayers(VoucherChain chain) {
    /** A payer nobody has seen before, with so much. */
    String open(BigInteger units) {
        String payer = "0x" + UUID.randomUUID();
        change(state -> {
            state.open(payer, "the secret of " + payer);
            state.give(payer, units);
        });
        return payer;
    }

    /** Signs that so much may be taken for a quote, until it lapses. */
    PaymentProof authorise(String payer, String reference, BigInteger most, long lapsesAt) {
        String secret = Await.of(chain.ask(state -> state.secret(payer)));
        return Voucher.signed(UUID.randomUUID().toString(), payer, chain.wallet(), reference, most, lapsesAt, secret)
                .proof();
    }

    BigInteger balance(String account) {
        return Await.of(chain.ask(state -> state.balance(account)));
    }

    void give(String account, BigInteger units) {
        change(state -> state.give(account, units));
    }

    void revoke(String voucher) {
        change(state -> state.revoke(voucher));
    }

    /** Time passes on the rail. */
    void pass(Duration duration) {
        change(state -> state.pass(duration.toMillis()));
    }

    void mine() {
        change(VoucherChain.State::mine);
    }

    void change(Consumer<VoucherChain.State> change) {
        Await.of(chain.ask(state -> {
            change.accept(state);
            return true;
        }));
    }
}
