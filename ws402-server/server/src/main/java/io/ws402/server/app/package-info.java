/** The runnable server, and the one to embed: configuration, wiring, start and drain. */
@NullMarked
package io.ws402.server.app;

import org.jspecify.annotations.NullMarked;
