/** What refunds cost on a chain: gas, calls, time. */
@NullMarked
package io.ws402.bench.chain;

import org.jspecify.annotations.NullMarked;
