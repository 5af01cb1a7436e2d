/** Programs as files and topic records, for services in any language. */
package dev.ascent.wire.program;
