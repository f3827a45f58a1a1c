/** The command line of the benchmarks: what is asked, and the table and JSON that answer. */
@NullMarked
package io.ws402.bench.cli;

import org.jspecify.annotations.NullMarked;
