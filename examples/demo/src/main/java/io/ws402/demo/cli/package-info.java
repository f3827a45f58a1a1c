/** The commands {@code demo}, {@code devnet} and {@code pay}: options, exit codes and sentences for people. */
@NullMarked
package io.ws402.demo.cli;

import org.jspecify.annotations.NullMarked;
