package io.ws402.gateway.methods.evm.chain;

import java.math.BigInteger;

/**
 * An ERC-20 {@code Transfer} event.
 *
 * @param position of its log within the receipt, from 0; unlike {@code logIndex} it is the same in whatever block the
 *     transaction ends up
 * @param token the contract that says so
 * @param from whose tokens moved
 * @param to who has them now
 * @param value how many smallest units
 * @see <a href="https://eips.ethereum.org/EIPS/eip-20">ERC-20</a>
 */
public record Transfer(int position, EvmAddress token, EvmAddress from, EvmAddress to, BigInteger value) {
    /** The event's signature hash, {@code keccak256("Transfer(address,address,uint256)")}. */
    public static final String TOPIC = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";
}
