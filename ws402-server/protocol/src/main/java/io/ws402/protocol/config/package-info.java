/** Twelve-factor configuration: one documented YAML file, every key overridable by the environment, nothing unknown accepted. */
@NullMarked
package io.ws402.protocol.config;

import org.jspecify.annotations.NullMarked;
