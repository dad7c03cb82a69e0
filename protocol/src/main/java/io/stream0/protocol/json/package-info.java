/** JSON read without losing a digit of it: numbers and strings stay the text they came as. */
@NullMarked
package io.stream0.protocol.json;

import org.jspecify.annotations.NullMarked;
