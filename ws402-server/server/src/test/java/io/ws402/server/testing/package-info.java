/** What the server's tests share: a manual clock, an in-memory payment provider, a paying client. */
@NullMarked
package io.ws402.server.testing;

import org.jspecify.annotations.NullMarked;
