@NullMarked
package io.ws402.bench.process;

import org.jspecify.annotations.NullMarked;
