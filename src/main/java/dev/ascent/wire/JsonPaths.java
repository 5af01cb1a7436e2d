package dev.ascent.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;

/** Says in this project's words where and why Jackson refused a text. */
final class JsonPaths {
  private JsonPaths() {}

  /** The path of the member at fault, such as {@code demos[2].inputs}; empty when it has none. */
  static String of(JacksonException e) {
    StringBuilder path = new StringBuilder();
    if (e instanceof JsonMappingException mapping) {
      for (JsonMappingException.Reference step : mapping.getPath()) {
        if (step.getFieldName() == null) {
          path.append('[').append(step.getIndex()).append(']');
        } else {
          path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
        }
      }
    }
    return path.toString();
  }

  /** What was wrong, without the text itself: it may hold what no message should repeat. */
  static String reason(JacksonException e) {
    if (e instanceof MismatchedInputException mismatch) {
      Class<?> target = mismatch.getTargetType();
      return "missing or not of its type"
          + (target == null ? "" : ": expected " + target.getSimpleName());
    }
    if (e instanceof JsonMappingException) {
      Throwable cause = e.getCause();
      return cause == null ? "not of its type" : String.valueOf(cause.getMessage());
    }
    JsonLocation at = e.getLocation();
    return "not valid JSON"
        + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr())
        + ": "
        + e.getOriginalMessage();
  }
}
