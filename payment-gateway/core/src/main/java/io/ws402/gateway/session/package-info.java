/** Leases on held payments: checkpoints, resume, settlement, and the reaper of lost servers. */
@NullMarked
package io.ws402.gateway.session;

import org.jspecify.annotations.NullMarked;
