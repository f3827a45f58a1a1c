/** What a second server or gateway adds. */
@NullMarked
package io.ws402.bench.scale;

import org.jspecify.annotations.NullMarked;
