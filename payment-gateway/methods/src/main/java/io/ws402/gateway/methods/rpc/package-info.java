/** Talking to nodes, whatever their chain: several endpoints, failover, bounded waits, one question for all who ask it. */
@NullMarked
package io.ws402.gateway.methods.rpc;

import org.jspecify.annotations.NullMarked;
