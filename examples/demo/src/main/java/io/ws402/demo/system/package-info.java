/** The demo's process tree: PostgreSQL, a local chain, a gateway and two servers. */
@NullMarked
package io.ws402.demo.system;

import org.jspecify.annotations.NullMarked;
