package dev.ascent.core.selection;

/**
 * What a program's chance to be drawn depends on. Selectors differ in what they mean by it.
 *
 * @param score by which programs are preferred; the higher, the better
 * @param deviation the standard deviation of the score's posterior; 0 where none is kept
 */
public record Standing(double score, double deviation) {}
