/** What the tests of several packages share. */
@NullMarked
package io.ws402.protocol;

import org.jspecify.annotations.NullMarked;
