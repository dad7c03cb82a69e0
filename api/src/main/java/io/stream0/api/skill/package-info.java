/** What an agent reads to start talking. */
@NullMarked
package io.stream0.api.skill;

import org.jspecify.annotations.NullMarked;
