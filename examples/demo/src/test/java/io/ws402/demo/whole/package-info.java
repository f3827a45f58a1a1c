/** The whole path with nothing left out: gateway and servers as processes, PostgreSQL, a chain, and payers. */
@NullMarked
package io.ws402.demo.whole;

import org.jspecify.annotations.NullMarked;
