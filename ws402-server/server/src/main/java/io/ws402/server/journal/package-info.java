/** Final readings that the gateway has not answered yet, kept over a crash of this process. */
@NullMarked
package io.ws402.server.journal;

import org.jspecify.annotations.NullMarked;
