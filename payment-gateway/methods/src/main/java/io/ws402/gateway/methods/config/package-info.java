/** Reading what an operator writes, key by key, for all families of methods. */
@NullMarked
package io.ws402.gateway.methods.config;

import org.jspecify.annotations.NullMarked;
