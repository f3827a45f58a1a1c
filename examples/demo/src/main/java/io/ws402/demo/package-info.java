/** The whole system on one machine, with a client that pays for real. */
@NullMarked
package io.ws402.demo;

import org.jspecify.annotations.NullMarked;
