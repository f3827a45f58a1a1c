@NullMarked
package io.ws402.bench.harness;

import org.jspecify.annotations.NullMarked;
