package dev.ascent.wire.task;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Tells the types of plain YAML scalars by the core schema of YAML 1.2, without octal and hex.
 *
 * <p>SnakeYAML's own rules are those of YAML 1.1, where the labels {@code yes}, {@code no}, {@code
 * on} and {@code off} are booleans and a date is no text.
 */
final class CoreSchemaResolver extends Resolver {
  private static final Pattern NULLS = Pattern.compile("~|null|Null|NULL|");
  private static final Pattern BOOLEANS = Pattern.compile("true|True|TRUE|false|False|FALSE");
  private static final Pattern INTEGERS = Pattern.compile("[-+]?[0-9]{1,100}");
  private static final Pattern FLOATS =
      Pattern.compile(
          "[-+]?(\\.[0-9]{1,100}|[0-9]{1,100}(\\.[0-9]{0,100})?)([eE][-+]?[0-9]{1,4})?");

  @Override
  protected void addImplicitResolvers() {
    addImplicitResolver(Tag.NULL, NULLS, null);
    addImplicitResolver(Tag.BOOL, BOOLEANS, null);
    addImplicitResolver(Tag.INT, INTEGERS, null);
    addImplicitResolver(Tag.FLOAT, FLOATS, null);
  }
}
