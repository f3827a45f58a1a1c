/** What an EVM chain is made of: addresses, blocks, transactions, receipts and the transfers they record. */
@NullMarked
package io.ws402.gateway.methods.evm.chain;

import org.jspecify.annotations.NullMarked;
