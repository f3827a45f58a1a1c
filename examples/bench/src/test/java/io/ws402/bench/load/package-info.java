@NullMarked
package io.ws402.bench.load;

import org.jspecify.annotations.NullMarked;
