/** Talking to nodes: several endpoints, failover, bounded waits, and answers that are checked before they are believed. */
@NullMarked
package io.ws402.gateway.methods.evm.rpc;

import org.jspecify.annotations.NullMarked;
