/** The erasure stage: a deleted agent's inbox is erased. */
@NullMarked
package io.stream0.processor.erasure;

import org.jspecify.annotations.NullMarked;
