@NullMarked
package io.ws402.bench.cli;

import org.jspecify.annotations.NullMarked;
