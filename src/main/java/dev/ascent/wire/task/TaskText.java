package dev.ascent.wire.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.ascent.wire.Decoded;
import dev.ascent.wire.Json;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * The tree that a YAML or JSON text spells, with the line of every key.
 *
 * <p>Aliases are followed as long as the tree stays below {@value #MOST_NODES} values and {@value
 * #DEEPEST} levels, so that neither a cycle nor a bomb of aliases gets far.
 */
final class TaskText {
  static final int MOST_CHARACTERS = 4 << 20;
  private static final int MOST_NODES = 50_000;
  private static final int DEEPEST = 40;

  private static final Set<Tag> KNOWN_TAGS =
      Set.of(Tag.NULL, Tag.BOOL, Tag.INT, Tag.FLOAT, Tag.STR, Tag.MAP, Tag.SEQ);

  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final List<Flaw> flaws = new ArrayList<>();
  private JsonNode root = MissingNode.getInstance();
  private int nodes;

  /** A complaint about the text itself. */
  record Flaw(String path, String found, String expected) {}

  private TaskText() {}

  static TaskText parse(String text) {
    TaskText parsed = new TaskText();
    String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try {
      Node top = yaml().compose(new StringReader(body));
      if (top != null) {
        parsed.root = parsed.convert(top, "", 0);
      }
    } catch (MarkedYAMLException e) {
      parsed.fallBackToJson(body, e.getProblemMark(), e.getProblem());
    } catch (YAMLException e) {
      parsed.fallBackToJson(body, null, e.getMessage());
    }
    return parsed;
  }

  JsonNode root() {
    return root;
  }

  Map<String, Integer> lines() {
    return lines;
  }

  List<Flaw> flaws() {
    return flaws;
  }

  private static Yaml yaml() {
    LoaderOptions limits = new LoaderOptions();
    limits.setCodePointLimit(MOST_CHARACTERS);
    limits.setNestingDepthLimit(DEEPEST);
    DumperOptions unused = new DumperOptions();
    return new Yaml(
        new SafeConstructor(limits),
        new Representer(unused),
        unused,
        limits,
        new CoreSchemaResolver());
  }

  /** JSON that is no YAML: indented by tabs, or with escapes that YAML lacks. */
  private void fallBackToJson(String text, Mark mark, String problem) {
    if (text.length() <= MOST_CHARACTERS
        && text.stripLeading().startsWith("{")
        && Json.parse(text) instanceof Decoded.Value<JsonNode> json) {
      root = json.value();
      return;
    }
    if (mark != null) {
      lines.put("", mark.getLine() + 1);
    }
    flaws.add(new Flaw("", problem, "YAML or JSON"));
  }

  private JsonNode convert(Node node, String path, int depth) {
    nodes++;
    if (nodes > MOST_NODES || depth > DEEPEST) {
      if (nodes <= MOST_NODES + 1) {
        flaws.add(new Flaw(path, "too many or too deeply nested values", "a task"));
        nodes = MOST_NODES + 1;
      }
      return NullNode.getInstance();
    }
    lines.putIfAbsent(path, node.getStartMark().getLine() + 1);
    if (!KNOWN_TAGS.contains(node.getTag())) {
      flaws.add(new Flaw(path, "the tag " + node.getTag(), "a value without a tag"));
      return NullNode.getInstance();
    }
    if (node instanceof MappingNode mapping) {
      return object(mapping, path, depth);
    }
    if (node instanceof SequenceNode sequence) {
      ArrayNode array = Json.shared().createArrayNode();
      for (Node item : sequence.getValue()) {
        array.add(convert(item, path + "[" + array.size() + "]", depth + 1));
      }
      return array;
    }
    return scalar((ScalarNode) node);
  }

  private ObjectNode object(MappingNode mapping, String path, int depth) {
    ObjectNode object = Json.object();
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        flaws.add(new Flaw(path, "a key that is a list or an object", "text as key"));
        continue;
      }
      String inner = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
      if (object.has(key.getValue())) {
        int line = key.getStartMark().getLine() + 1;
        flaws.add(new Flaw(inner, "the key again at line " + line, "every key once"));
        continue;
      }
      lines.put(inner, key.getStartMark().getLine() + 1);
      object.set(key.getValue(), convert(entry.getValueNode(), inner, depth + 1));
    }
    return object;
  }

  private static JsonNode scalar(ScalarNode node) {
    String text = node.getValue();
    if (node.getTag().equals(Tag.NULL)) {
      return NullNode.getInstance();
    }
    if (node.getTag().equals(Tag.BOOL)) {
      return BooleanNode.valueOf(Boolean.parseBoolean(text));
    }
    if (node.getTag().equals(Tag.INT)) {
      return integer(new BigInteger(text));
    }
    if (node.getTag().equals(Tag.FLOAT)) {
      return DecimalNode.valueOf(new BigDecimal(text));
    }
    return TextNode.valueOf(text);
  }

  private static JsonNode integer(BigInteger value) {
    if (value.bitLength() < Integer.SIZE) {
      return IntNode.valueOf(value.intValue());
    }
    return value.bitLength() < Long.SIZE
        ? LongNode.valueOf(value.longValue())
        : BigIntegerNode.valueOf(value);
  }
}
