/** The optimizer itself: no Flink, Kafka, HTTP, JSON, clock or static randomness. */
package dev.ascent.core;
