/** What a WS402 server costs beside raw Vert.x: sessions held, frames relayed, sessions opened. */
@NullMarked
package io.ws402.bench.socket;

import org.jspecify.annotations.NullMarked;
