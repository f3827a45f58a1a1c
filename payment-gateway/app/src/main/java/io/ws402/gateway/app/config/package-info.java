/** What a gateway is told when it starts: every key with its default, and the rules that a type alone can not express. */
@NullMarked
package io.ws402.gateway.app.config;

import org.jspecify.annotations.NullMarked;
