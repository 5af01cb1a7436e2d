package dev.ascent.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.util.ClassUtil;
import java.time.Instant;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  private static String expected(Class<?> type) {
    if (type.isEnum()) {
      return Stream.of(type.getEnumConstants())
          .map(constant -> Json.tree(constant).asText())
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    Class<?> kind = ClassUtil.primitiveType(type) == null ? type : ClassUtil.primitiveType(type);
    if (kind == boolean.class) {
      return "true or false";
    } else if (kind == int.class || kind == long.class) {
      return "an integer";
    } else if (kind == double.class) {
      return "a number";
    } else if (type == String.class) {
      return "text";
    } else if (type == Instant.class) {
      return "a time in ISO 8601 with an offset";
    }
    return Collection.class.isAssignableFrom(type) ? "a list" : "an object";
  }

  /** What was wrong, without the text itself: it may hold what no message should repeat. */
  static String reason(JacksonException e) {
    if (e instanceof MismatchedInputException mismatch) {
      Class<?> target = mismatch.getTargetType();
      return "missing or not of its type"
          + (target == null ? "" : ": expected " + expected(target));
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
