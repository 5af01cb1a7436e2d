/** Signatures of published programs, so that services run nobody else's. */
package dev.ascent.wire.signature;
