/** Gateways, servers, payers and the network between them. */
@NullMarked
package io.ws402.chaos.world;

import org.jspecify.annotations.NullMarked;
