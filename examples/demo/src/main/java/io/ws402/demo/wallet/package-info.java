/** What a payer pays with: a key on an EVM chain, or an account of credits at the gateway. */
@NullMarked
package io.ws402.demo.wallet;

import org.jspecify.annotations.NullMarked;
