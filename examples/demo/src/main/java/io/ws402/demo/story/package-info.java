/** What the demo tells: each session's figures, the law they obey, and how they are shown. */
@NullMarked
package io.ws402.demo.story;

import org.jspecify.annotations.NullMarked;
