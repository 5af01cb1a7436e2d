package dev.ascent.embedded.simulated;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** The worlds that are found by name. */
final class NamedWorlds {
  private static final Map<String, LongFunction<World>> MAKERS = makers();

  private NamedWorlds() {}

  private static Map<String, LongFunction<World>> makers() {
    Map<String, LongFunction<World>> makers = new LinkedHashMap<>();
    for (Variant variant : Variant.values()) {
      makers.put(variant.label(), seed -> new TicketWorld(variant, seed));
    }
    makers.put(GradedWorld.NAME, GradedWorld::new);
    makers.put(TwoModulesWorld.NAME, TwoModulesWorld::new);
    return makers;
  }

  /** The world of that name, made from the seed. */
  static World make(String name, long seed) {
    LongFunction<World> maker = MAKERS.get(name);
    if (maker == null) {
      throw new IllegalArgumentException("no world '" + name + "'; there are " + names());
    }
    return maker.apply(seed);
  }

  static List<String> names() {
    return List.copyOf(MAKERS.keySet());
  }
}
