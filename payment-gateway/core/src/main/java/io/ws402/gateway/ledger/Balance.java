package io.ws402.gateway.ledger;

import io.ws402.protocol.money.AssetId;
import java.math.BigInteger;

/**
 * The sum of an account's entries.
 *
 * @param account which account
 * @param owner whose
 * @param asset of what
 * @param amount signed smallest units; never zero, an empty account has no balance
 */
public record Balance(Account account, String owner, AssetId asset, BigInteger amount) {}
