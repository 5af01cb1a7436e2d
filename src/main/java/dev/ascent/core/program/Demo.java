package dev.ascent.core.program;

import java.util.List;
import java.util.Map;

/**
 * One worked example that a predictor's prompt shows.
 *
 * @param inputs by field name, as text (see {@link FieldType})
 * @param outputs by field name, as text; fields that are missing are shown as not supplied
 * @param sources ids of the examples that it was made from
 */
public record Demo(Map<String, String> inputs, Map<String, String> outputs, List<String> sources) {}
